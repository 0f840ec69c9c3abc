import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Two callers of a class's method sum, who is named with its folder: it is compiled once for all. */
public class Callers {
    static final Map<String, Long> DEAR = Map.of("pence", 5_000L, "quantity", 3L);
    static final Map<String, Long> CHEAP = Map.of("pence", 1_000L, "quantity", 1L);

    interface Sum {
        Object of(List<?> items);
    }

    /** Nobody can change it; who reads its second item is held up by another caller. */
    static List<Object> held(Sum sum, Object... items) {
        return new AbstractList<>() {
            public Object get(int n) {
                if (n == 1) sum.of(List.of(CHEAP));
                return items[n];
            }

            public int size() {
                return items.length;
            }
        };
    }

    static Sum sum(String folder, String name) throws Exception {
        var loader = new URLClassLoader(new URL[] {Path.of(folder).toUri().toURL()});
        var method = loader.loadClass(name).getDeclaredMethod("sum", List.class);
        method.setAccessible(true);
        return items -> {
            try {
                return method.invoke(null, items);
            } catch (InvocationTargetException thrown) {
                throw (RuntimeException) thrown.getCause();
            } catch (IllegalAccessException error) {
                throw new IllegalStateException(error);
            }
        };
    }

    public static void main(String[] args) throws Exception {
        Sum sum = sum(args[0], args[1]);
        var costs = (Map<?, ?>) sum.of(held(sum, DEAR, CHEAP, DEAR));
        System.out.println(new TreeMap<Object, Object>(costs));
    }
}
