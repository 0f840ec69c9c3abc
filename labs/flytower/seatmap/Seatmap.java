import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** seatmap in Java: a thread for each request, on all cores. */
public class Seatmap {
    static final int HALLS = 100, ARENA = 100;
    static final Pattern PATH = Pattern.compile("/halls/([1-9]\\d{0,5})(/best|/tonight|/rows)?");
    static final Pattern LEFT = Pattern.compile("\"seats_left\":\\s*(\\d+)");
    static final Pattern SEATS = Pattern.compile("(?:.*&)?seats=([1-9]|10)(?:&.*)?");

    static class Refused extends RuntimeException {
        final int status;

        Refused(int status, String why) {
            super(why);
            this.status = status;
        }
    }

    static boolean[][] sold(int hall) {
        boolean[][] rows = hall == ARENA ? new boolean[160][150] : new boolean[30][40];
        long x = hall;
        for (boolean[] row : rows) {
            for (int seat = 0; seat < row.length; seat++) {
                x = x * 48_271 % 2_147_483_647;
                row[seat] = x % 100 < 55;
            }
        }
        return rows;
    }

    static int heads(boolean[][] rows, int row, int seat) {
        int before = 0;
        for (int nearer = 0; nearer < row; nearer++) {
            int reach = row - nearer;
            int last = Math.min(seat + reach, rows[nearer].length - 1);
            for (int other = Math.max(seat - reach, 0); other <= last; other++) {
                if (rows[nearer][other]) before++;
            }
        }
        return before;
    }

    static boolean isFree(boolean[] taken, int first, int seats) {
        for (int seat = first; seat < first + seats; seat++) {
            if (taken[seat]) return false;
        }
        return true;
    }

    /** The members of an object, without its braces. */
    static String best(int hall, int seats) {
        boolean[][] rows = sold(hall);
        int bestRow = -1, bestSeat = -1, least = Integer.MAX_VALUE;
        for (int row = 0; row < rows.length; row++) {
            int width = rows[row].length;
            for (int first = 0; first + seats <= width; first++) {
                if (!isFree(rows[row], first, seats)) continue;
                int cost = 0;
                for (int seat = first; seat < first + seats; seat++) {
                    cost += Math.abs(2 * seat - width + 1) + heads(rows, row, seat);
                }
                if (cost < least) {
                    least = cost;
                    bestRow = row + 1;
                    bestSeat = first + 1;
                }
            }
        }
        if (bestRow < 0) throw new Refused(409, "Hall " + hall + " has no " + seats + " seats together.");
        return "\"hall\":" + hall + ",\"row\":" + bestRow + ",\"seat\":" + bestSeat + ",\"cost\":" + least;
    }

    static int seatsLeft(int hall) {
        try {
            URI address = URI.create(System.getenv("PARTNER") + "/halls/" + hall);
            HttpURLConnection asking = (HttpURLConnection) address.toURL().openConnection();
            try (InputStream reply = asking.getInputStream()) {
                Matcher told = LEFT.matcher(new String(reply.readAllBytes(), "UTF-8"));
                if (told.find()) return Integer.parseInt(told.group(1));
            }
        } catch (IOException gone) {
            // it is told below
        }
        throw new Refused(502, "The partner does not answer.");
    }

    static String tonight(int hall, int seats) {
        int left = seatsLeft(hall);
        if (left < seats) throw new Refused(409, "The partner has " + left + " seats left.");
        return best(hall, seats) + ",\"seats_left\":" + left;
    }

    static int readSeats(String query) {
        Matcher asked = SEATS.matcher(query == null ? "" : query);
        if (!asked.matches()) throw new Refused(422, "seats: a whole number from 1 to 10");
        return Integer.parseInt(asked.group(1));
    }

    static String answer(HttpExchange call, int hall, String what) {
        if (what == null) return "\"hall\":" + hall + ",\"seats_left\":" + seatsLeft(hall);
        int seats = readSeats(call.getRequestURI().getQuery());
        return what.equals("/best") ? best(hall, seats) : tonight(hall, seats);
    }

    static void stream(HttpExchange call, int hall) throws IOException {
        call.getResponseHeaders().set("Content-Type", "application/x-ndjson");
        call.sendResponseHeaders(200, 0);
        try (OutputStream out = call.getResponseBody()) {
            boolean[][] rows = sold(hall);
            for (int row = 0; row < rows.length; row++) {
                int free = 0;
                for (boolean taken : rows[row]) free += taken ? 0 : 1;
                out.write(("{\"row\":" + (row + 1) + ",\"free\":" + free + "}\n").getBytes("UTF-8"));
                out.flush();
            }
        }
    }

    static void handle(HttpExchange call) throws IOException {
        String path = call.getRequestURI().getPath();
        Matcher found = PATH.matcher(path);
        boolean isHealth = path.equals("/healthz");
        int hall = found.matches() ? Integer.parseInt(found.group(1)) : 0;
        try {
            if (!isHealth && (hall < 1 || hall > HALLS)) throw new Refused(404, "There is no such page.");
            if (!call.getRequestMethod().equals("GET")) throw new Refused(405, "GET a page.");
            if (isHealth) send(call, 200, "\"status\":\"ok\"");
            else if ("/rows".equals(found.group(2))) stream(call, hall);
            else send(call, 200, answer(call, hall, found.group(2)));
        } catch (Refused refusal) {
            if (refusal.status == 405) call.getResponseHeaders().set("Allow", "GET");
            send(call, refusal.status, "\"error\":\"" + refusal.getMessage() + "\"");
        }
    }

    static void send(HttpExchange call, int status, String members) throws IOException {
        byte[] body = ("{" + members + "}").getBytes("UTF-8");
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(status, body.length);
        try (OutputStream out = call.getResponseBody()) {
            out.write(body);
        }
    }

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", Seatmap::handle);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(1)));
        server.start();
    }
}
