import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.spi.ToolProvider;

/**
 * Compiles each source into its own folder, and leaves there, in javac.txt, what javac said of it.
 * The property `flags` holds more flags of javac, with spaces between them.
 */
class Compile {
    public static void main(String[] sources) throws Exception {
        var javac = ToolProvider.findFirst("javac").orElseThrow();
        var flags = List.of(System.getProperty("flags").split(" "));
        for (var source : sources) {
            var folder = Path.of(source).getParent().toString();
            var said = new StringWriter();
            var own = Stream.of("-encoding", "UTF-8", "-proc:none", "-implicit:class",
                "-d", folder, "-sourcepath", folder, source);
            var code = javac.run(new PrintWriter(said), new PrintWriter(said),
                Stream.concat(flags.stream(), own).toArray(String[]::new));
            Files.writeString(Path.of(folder, "javac.txt"), code == 0 ? "" : said.toString());
        }
    }
}
