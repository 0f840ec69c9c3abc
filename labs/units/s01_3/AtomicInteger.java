import java.util.function.IntBinaryOperator;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;

/** That of java.util.concurrent.atomic, each step of which keeps the pace of the others. */
class AtomicInteger extends Number {
    private final java.util.concurrent.atomic.AtomicInteger number;

    AtomicInteger() { this(0); }
    AtomicInteger(int first) { number = new java.util.concurrent.atomic.AtomicInteger(first); }

    private static int late(IntSupplier step) {
        Pace.step();
        return step.getAsInt();
    }

    int get() { return late(number::get); }
    int getPlain() { return get(); }
    int getAcquire() { return get(); }
    int getOpaque() { return get(); }
    void set(int n) { Pace.step(); number.set(n); }
    void setPlain(int n) { set(n); }
    void setRelease(int n) { set(n); }
    void setOpaque(int n) { set(n); }
    void lazySet(int n) { set(n); }
    int getAndSet(int n) { return late(() -> number.getAndSet(n)); }
    int incrementAndGet() { return late(number::incrementAndGet); }
    int decrementAndGet() { return late(number::decrementAndGet); }
    int getAndIncrement() { return late(number::getAndIncrement); }
    int getAndDecrement() { return late(number::getAndDecrement); }
    int addAndGet(int n) { return late(() -> number.addAndGet(n)); }
    int getAndAdd(int n) { return late(() -> number.getAndAdd(n)); }
    int updateAndGet(IntUnaryOperator update) { return late(() -> number.updateAndGet(update)); }
    int getAndUpdate(IntUnaryOperator update) { return late(() -> number.getAndUpdate(update)); }
    int accumulateAndGet(int n, IntBinaryOperator with) { return late(() -> number.accumulateAndGet(n, with)); }
    int getAndAccumulate(int n, IntBinaryOperator with) { return late(() -> number.getAndAccumulate(n, with)); }
    int compareAndExchange(int from, int to) { return late(() -> number.compareAndExchange(from, to)); }
    boolean compareAndSet(int from, int to) { Pace.step(); return number.compareAndSet(from, to); }
    boolean weakCompareAndSetPlain(int from, int to) { return compareAndSet(from, to); }
    boolean weakCompareAndSetVolatile(int from, int to) { return compareAndSet(from, to); }
    boolean weakCompareAndSetAcquire(int from, int to) { return compareAndSet(from, to); }
    boolean weakCompareAndSetRelease(int from, int to) { return compareAndSet(from, to); }

    public int intValue() { return get(); }
    public long longValue() { return get(); }
    public float floatValue() { return get(); }
    public double doubleValue() { return get(); }
    public String toString() { return Integer.toString(get()); }
}
