require_relative "http"

def serve(&page)
  door = TCPServer.new("127.0.0.1", Integer(ENV["PORT"]))
  case ENV["WAY"]
  when "one by one"
    loop { answer(door.accept, &page) }
  when "threads"
    loop { Thread.new(door.accept) { |visitor| answer(visitor, &page) } }
  when "fibres"
    Fiber.set_scheduler(Scheduler.new)
    Fiber.schedule do
      loop { door.accept.then { |visitor| Fiber.schedule { answer(visitor, &page) } } }
    end
  when "processes"
    4.times { fork { loop { answer(door.accept, &page) } } }
    Process.waitall
  end
end
