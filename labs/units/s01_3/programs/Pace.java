import java.util.concurrent.CyclicBarrier;
import java.util.function.BooleanSupplier;

/** What happens before each step of a call: other threads may run. In a duet the first customer
 *  stops before one step, and the second comes in for the whole of a call: before the first step,
 *  then before the second, and so on. */
class Pace {
    private static final int STEPS = 6, PATIENCE_MS = 250;
    private static CyclicBarrier door;
    private static Thread first;
    private static boolean stopped, over;
    private static int turn, steps, inVain;

    static void duet() {
        door = new CyclicBarrier(2, () -> { stopped = over = false; steps = turn++ % STEPS; });
    }

    static boolean call(int customer, BooleanSupplier act) {
        if (door == null) return act.getAsBoolean();
        try {
            if (customer == 0) first = Thread.currentThread();
            door.await();
            if (customer == 1) until(() -> stopped, Integer.MAX_VALUE);
            return act.getAsBoolean();
        } catch (java.util.concurrent.BrokenBarrierException | InterruptedException gone) {
            throw new IllegalStateException(gone);
        } finally {
            tell(customer);
        }
    }

    static void step() {
        if (door == null) Thread.yield();
        else if (Thread.currentThread() == first && steps-- == 0 && inVain < 2) {
            tell(0);
            if (!until(() -> over, PATIENCE_MS)) inVain++;  // it stands before a lock of ours
        }
    }

    private static synchronized void tell(int customer) {
        if (customer == 0) stopped = true;
        else over = true;
        Pace.class.notifyAll();
    }

    private static synchronized boolean until(BooleanSupplier so, int ms) {
        long end = System.currentTimeMillis() + ms;
        try {
            for (long left = ms; !so.getAsBoolean() && left > 0; left = end - System.currentTimeMillis())
                Pace.class.wait(left);
        } catch (InterruptedException gone) { throw new IllegalStateException(gone); }
        return so.getAsBoolean();
    }
}
