import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

record Play(String name, int seats) implements Show { }
record Opera(String name, int seats) implements Show {  // looked up, it lets other threads run
    public int hashCode() { Pace.step(); return name.hashCode(); }
}

/** A rush on a box office, whose own program hands it over. */
public class Rush {
    static Desk office;
    static final List<Show> shows = new ArrayList<>();
    static final List<String> stuck = new ArrayList<>();
    static final List<Throwable> thrown = new CopyOnWriteArrayList<>();
    static final AtomicInteger done = new AtomicInteger();
    static int lowest = 0;  // that a customer saw as the number of seats left, in mid-way of another

    /** So many customers act at once, each so many times; ends when all have, or are stuck. */
    static void all(int customers, int times, IntConsumer act) throws Exception {
        CountDownLatch busy = new CountDownLatch(customers), gate = new CountDownLatch(customers);
        for (int c = 0; c < customers; c++) {
            int customer = c;
            var thread = new Thread(() -> {
                gate.countDown();
                try {
                    gate.await();  // until all are here
                    for (int n = 0; n < times; n++) { act.accept(customer); done.incrementAndGet(); }
                } catch (Throwable error) { thrown.add(error); }
                busy.countDown();
            }, "customer " + c);
            thread.setDaemon(true);
            thread.start();
        }
        var machine = ManagementFactory.getThreadMXBean();
        for (int looks = 0; stuck.isEmpty() && !busy.await(20, TimeUnit.MILLISECONDS); looks++) {
            long[] found = machine.findDeadlockedThreads();
            if (found != null) for (var each : machine.getThreadInfo(found)) stuck.add(told(each));
            if (looks == 1_000) stuck.add("not done after 20 s");
        }
        for (var error : thrown) {  // as it was thrown, with its place
            if (error instanceof RuntimeException theirs) throw theirs;
            throw new Error(error);
        }
    }

    static String told(ThreadInfo thread) {
        String lock = thread.getLockName();
        for (var show : shows) {
            if (lock.endsWith(Integer.toHexString(System.identityHashCode(show)))) lock = show.name();
        }
        return thread.getThreadName() + " waits for " + lock + ", held by " + thread.getLockOwnerName();
    }

    /** The second customer looks first at what is left, wherever the first has stopped. */
    static boolean call(int customer, BooleanSupplier act, Show... looked) {
        return Pace.call(customer, () -> {
            if (customer == 1) for (var show : looked) lowest = Math.min(lowest, office.left(show));
            return act.getAsBoolean();
        });
    }

    static void sell(int customers, int times) throws Exception {
        var sold = new AtomicInteger[shows.size()];
        Arrays.setAll(sold, n -> new AtomicInteger());
        all(customers, times, customer -> {
            for (int n = 0; n < sold.length; n++) {
                Show show = shows.get(n);
                if (call(customer, () -> office.sell(show), show)) sold[n].incrementAndGet();
            }
        });
        tell(sold);
    }

    /** Half of the customers hold a ticket for each of two shows, and exchange it to and fro. */
    static void exchange(int customers, int times) throws Exception {
        AtomicInteger[] held = {new AtomicInteger(), new AtomicInteger()};
        int[] mine = new int[customers];
        for (int c = 0; c < customers; c++) {
            mine[c] = c % 2;
            if (office.sell(shows.get(c % 2))) held[c % 2].incrementAndGet();
        }
        all(customers, times, c -> {
            Show from = shows.get(mine[c]), to = shows.get(1 - mine[c]);
            if (!call(c, () -> office.exchange(from, to), from, to)) return;
            held[mine[c]].decrementAndGet();
            mine[c] = 1 - mine[c];
            held[mine[c]].incrementAndGet();
        });
        tell(held);
    }

    /** Both shows are sold out: half of the customers try to exchange, the others to buy. */
    static void full(int customers, int times) throws Exception {
        for (var show : shows) while (office.left(show) > 0) office.sell(show);
        AtomicInteger[] got = {new AtomicInteger(), new AtomicInteger()};
        all(customers, times, c -> {
            Show one = shows.get(0), other = shows.get(1);
            if (call(c, () -> c % 2 == 0 ? office.exchange(one, other) : office.sell(one), one, other)) {
                got[c % 2].incrementAndGet();
            }
        });
        tell(got);
    }

    /** So many come, one each 1,000 / perSecond ms, and keep a booth for so many ms. */
    static void visit(ExecutorService booths, int visitors, int perSecond, int millis) throws Exception {
        AtomicInteger now = new AtomicInteger(), peak = new AtomicInteger();
        var served = new CountDownLatch(visitors);
        long began = System.nanoTime();
        for (int v = 0; v < visitors; v++) {
            long early = began + v * 1_000_000_000L / perSecond - System.nanoTime();
            if (early > 0) TimeUnit.NANOSECONDS.sleep(early);
            booths.execute(() -> {
                peak.accumulateAndGet(now.incrementAndGet(), Math::max);
                try { Thread.sleep(millis); } catch (InterruptedException error) { thrown.add(error); }
                now.decrementAndGet();
                served.countDown();
            });
        }
        served.await();
        System.out.printf("{\"busy\": %d, \"ms\": %d}%n", peak.get(), (System.nanoTime() - began) / 1_000_000);
    }

    /** How many run at once if all of a crowd come in one moment. */
    static int crowd(ExecutorService booths, int visitors) throws Exception {
        AtomicInteger now = new AtomicInteger();
        var out = new CountDownLatch(1);
        for (int v = 0; v < visitors; v++) {
            booths.execute(() -> {
                now.incrementAndGet();
                try { out.await(); } catch (InterruptedException error) { thrown.add(error); }
            });
        }
        for (int before = -1; before < now.get(); Thread.sleep(300)) before = now.get();
        int busy = now.get();
        out.countDown();
        return busy;
    }

    static void tell(AtomicInteger[] got) {
        var left = new ArrayList<Integer>();
        if (stuck.isEmpty()) for (var show : shows) left.add(office.left(show));
        var lines = new StringJoiner("\", \"", "\"", "\"").setEmptyValue("");
        for (var each : stuck) lines.add(each);
        System.out.printf("{\"got\": %s, \"left\": %s, \"lowest\": %d, \"done\": %d, \"stuck\": [%s]}%n",
            Arrays.toString(got), left, lowest, done.get(), lines);
    }

    /** Such as `sell opera 2 900 16 1000`: kind, number and seats of the shows, customers, times.
     *  In a `duet` the second customer comes in between two steps of the first. `crowd` has
     *  perSecond, millis and most of pool after pool, all of one office. */
    static void on(Desk desk, String[] args) throws Exception {
        office = desk;
        boolean pool = args[0].equals("visit") || args[0].equals("crowd");
        var n = Arrays.stream(args).skip(pool ? 1 : 2).mapToInt(Integer::parseInt).toArray();
        if (!pool) {
            if (args[1].equals("duet")) Pace.duet();
            String[] names = {"Dido", "Medea"};
            for (int s = 0; s < n[0]; s++) {
                String name = s < 2 ? names[s] : "show " + s;
                shows.add(args[1].equals("play") ? new Play(name, n[1]) : new Opera(name, n[1]));
            }
        }
        switch (args[0]) {
            case "sell" -> sell(n[2], n[3]);
            case "exchange" -> exchange(n[2], n[3]);
            case "full" -> full(n[2], n[3]);
            case "visit" -> visit(Executors.newFixedThreadPool(n[0]), n[1], n[2], n[3]);
            case "crowd" -> {
                var busy = new ArrayList<Integer>();
                var pools = new ArrayList<ExecutorService>();
                try {
                    for (int p = 0; p < n.length; p += 3) {
                        pools.add(office.booths(n[p], n[p + 1], n[p + 2]));
                        busy.add(crowd(pools.get(pools.size() - 1), 100));
                    }
                } finally { pools.forEach(ExecutorService::shutdownNow); }
                System.out.printf("{\"busy\": %s}%n", busy);
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.exit(0);
    }
}
