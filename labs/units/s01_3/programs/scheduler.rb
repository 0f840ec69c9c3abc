# Lets one thread run many fibres: one that waits gives way to those that need not.
class Scheduler
  FOREVER = Float::INFINITY

  def initialize
    @until = {}    # fibre => when it has waited long enough
    @reading = {}  # io => fibre
    @writing = {}
    @called = []   # fibres that another thread, or another fibre, has woken
    @lock = Thread::Mutex.new
    @bell, @button = IO.pipe
  end

  def fiber(&block)
    Fiber.new(blocking: false, &block).tap(&:resume)
  end

  def io_wait(io, events, _timeout)
    @reading[io] = Fiber.current if events & IO::READABLE != 0
    @writing[io] = Fiber.current if events & IO::WRITABLE != 0
    Fiber.yield
    events
  end

  def kernel_sleep(seconds = nil)
    block(:sleep, seconds)
  end

  def block(_what, seconds = nil)
    @until[Fiber.current] = seconds ? now + seconds : FOREVER
    Fiber.yield
  end

  def unblock(_what, fiber)
    @lock.synchronize { @called << fiber }
    @button.write_nonblock(".", exception: false)
  end

  def close
    until [@until, @reading, @writing, @called].all?(&:empty?)
      awake.each { |fiber| fiber.resume if fiber.alive? }
    end
  end

  private

  def awake
    soonest = @until.values.min || FOREVER
    pause = [soonest - now, 0].max if soonest < FOREVER
    readable, writable = IO.select([@bell, *@reading.keys], @writing.keys, [], pause)
    @bell.read_nonblock(1_000, exception: false) if readable&.delete(@bell)
    fibers = @lock.synchronize { @called.shift(@called.size) }
    fibers += (readable || []).map { |io| @reading.delete(io) }
    fibers += (writable || []).map { |io| @writing.delete(io) }
    fibers += @until.select { |_, at| at <= now }.keys
    fibers.uniq.each { |fiber| @until.delete(fiber) }
  end

  def now
    Process.clock_gettime(Process::CLOCK_MONOTONIC)
  end
end
