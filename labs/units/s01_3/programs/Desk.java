import java.util.concurrent.ExecutorService;

interface Desk {
    int left(Show show);

    boolean sell(Show show);

    boolean exchange(Show from, Show to);

    ExecutorService booths(int perSecond, int millis, int most);
}
