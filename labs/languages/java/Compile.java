import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/** Compiles each source into its own folder, and leaves there, in javac.txt, what javac said of it. */
class Compile {
    public static void main(String[] sources) throws Exception {
        var javac = ToolProvider.findFirst("javac").orElseThrow();
        for (var source : sources) {
            var folder = Path.of(source).getParent().toString();
            var said = new StringWriter();
            var code = javac.run(new PrintWriter(said), new PrintWriter(said),
                "-encoding", "UTF-8", "-proc:none", "-nowarn", "-implicit:class",
                "-d", folder, "-sourcepath", folder, source);
            Files.writeString(Path.of(folder, "javac.txt"), code == 0 ? "" : said.toString());
        }
    }
}
