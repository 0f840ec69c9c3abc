"""The languages, a row each: how to say in each what the contract of languages asks of it."""

from dataclasses import dataclass, replace

from labs.languages import PHP, Go, GoRace, Java, Language, Node, Python, Ruby, TypeScript


@dataclass(frozen=True)
class Speaker:
    """One language. The texts but for `serves` and `heedless` are what `body` does."""

    kind: type[Language]
    program: str
    """The name of its programs."""
    body: str
    """A program that does something, `{}`, in its third line, and then ends."""
    says: str
    """Print the word that the variable WORD holds, and the first argument."""
    broken: str
    """A third line that does not compile, or not parse."""
    refused: str
    """What the language says of that, or part of it."""
    throws: str
    """Fail with the message `no seats`."""
    loops: str
    prints: str
    """Print without end."""
    forks: str
    """Start `sleep 1000`, and once more, without end."""
    leaves: str
    """Start `sleep 1000`, print its number, and do not wait for it."""
    grows: str
    """Hold more and more memory."""
    serves: str
    """A program that answers GET with `seats`, at PORT; `@` is where `heedless` goes, or a stub."""
    heedless: str = ""
    """Ignore SIGTERM; none for one that a server of the language's own calls for each request."""

    def doing(self, what: str) -> str:
        """A program that does this in its third line."""
        return self.body.format(what)

    def serving(self, first: str = "") -> str:
        """A program that does this, and then serves."""
        return self.serves.replace("@", first)


JAVASCRIPT = {
    "body": 'import {{ spawn }} from "node:child_process";\nvoid spawn;\n{}\n',
    "says": "console.log(process.env.WORD, process.argv[2]);",
    "throws": 'throw new Error("no seats");',
    "loops": "for (;;);",
    "prints": 'for (;;) console.log("seats".repeat(999));',
    "forks": 'setInterval(() => { for (let n = 0; n < 9; n++) spawn("sleep", ["1000"]); }, 1);',
    "leaves": (
        'const child = spawn("sleep", ["1000"], { stdio: "ignore", detached: true });'
        " child.unref(); console.log(child.pid);"
    ),
    "serves": (
        'import { createServer } from "node:http";\n@\n'
        "const port = Number(process.env.PORT);\n"
        'createServer((_, answer) => { answer.end("seats"); }).listen(port, "127.0.0.1");\n'
    ),
    "heedless": 'process.on("SIGTERM", () => {});',
}

JAVA_SERVES = """import java.net.InetSocketAddress;
public class Trial { public static void main(String[] given) throws Exception {
@
int port = Integer.parseInt(System.getenv("PORT"));
var address = new InetSocketAddress("127.0.0.1", port);
var server = com.sun.net.httpserver.HttpServer.create(address, 0);
server.createContext("/", call -> {
  call.sendResponseHeaders(200, 5);
  try (var out = call.getResponseBody()) { out.write("seats".getBytes()); }
});
server.start(); } }
"""

GO_SERVES = """package main
import ("fmt"; "net/http"; "os"; "os/signal"; "syscall"); var _, _ = signal.Ignore, syscall.SIGTERM
@
var port = os.Getenv("PORT")
func seats(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "seats") }
func main() {
	http.HandleFunc("/", seats)
	fmt.Println(http.ListenAndServe("127.0.0.1:"+port, nil))
}
"""

RUBY_SERVES = """require "webrick"
quiet = WEBrick::Log.new(File::NULL)
port = Integer(ENV["PORT"])
options = { Port: port, BindAddress: "127.0.0.1", Logger: quiet, AccessLog: [] }
server = WEBrick::HTTPServer.new(options)
server.mount_proc("/") { |_, answer| answer.body = "seats" }
@
server.start
"""

PYTHON_SERVES = """import os, signal
from http.server import BaseHTTPRequestHandler, HTTPServer
@
class Seats(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"seats")

port = int(os.environ["PORT"])
HTTPServer(("127.0.0.1", port), Seats).serve_forever()
"""

GO = Speaker(
    kind=Go,
    program="trial.go",
    body=(
        'package main; import ("fmt"; "os"; "os/exec"); func main() {{\n'
        "_, _, _ = fmt.Sprint, os.Args, exec.Command\n{}\n}}\n"
    ),
    says='fmt.Println(os.Getenv("WORD"), os.Args[1])',
    broken='var seats int = "three"; fmt.Println(seats)',
    refused='cannot use "three" (untyped string constant) as int value',
    throws='panic("no seats")',
    loops="for {}",
    prints='for { fmt.Println("seats") }',
    forks='for { if exec.Command("sleep", "1000").Start() != nil { break } }',
    leaves='c := exec.Command("sleep", "1000"); c.Start(); fmt.Println(c.Process.Pid)',
    grows="held := [][]byte{}; for { b := make([]byte, 1<<22); for i := range b { b[i] = 1 }; "
    "held = append(held, b); _ = held }",
    serves=GO_SERVES,
    heedless="func init() { signal.Ignore(syscall.SIGTERM) }",
)

SPEAKERS = [
    Speaker(
        kind=Node,
        program="trial.mjs",
        broken="const seats = ;",
        refused="SyntaxError: Unexpected token ';'",
        grows="const held = []; for (;;) held.push(Buffer.alloc(1 << 22, 1));",
        **JAVASCRIPT,
    ),
    Speaker(
        kind=TypeScript,
        program="trial.ts",
        broken='const seats: number = "three"; console.log(seats);',
        refused="TS2322: Type 'string' is not assignable to type 'number'.",
        grows="const held: Buffer[] = []; for (;;) held.push(Buffer.alloc(1 << 22, 1));",
        **JAVASCRIPT,
    ),
    Speaker(
        kind=Java,
        program="Trial.java",
        body=(
            "import java.util.*;\n"
            "public class Trial {{ public static void main(String[] given) throws Exception {{\n"
            "{}\n}} }}\n"
        ),
        says='System.out.println(System.getenv("WORD") + " " + given[0]);',
        broken='int seats = "three";',
        refused="incompatible types: String cannot be converted to int",
        throws='throw new IllegalStateException("no seats");',
        loops="while (System.nanoTime() != 0);",
        prints='while (System.nanoTime() != 0) System.out.println("seats".repeat(999));',
        forks='while (true) Runtime.getRuntime().exec(new String[] {"sleep", "1000"});',
        leaves='System.out.println(new ProcessBuilder("sleep", "1000").start().pid());',
        grows="var held = new ArrayList<byte[]>(); while (true) held.add(new byte[1 << 22]);",
        serves=JAVA_SERVES,
        heedless=(
            'sun.misc.Signal.handle(new sun.misc.Signal("TERM"), sun.misc.SignalHandler.SIG_IGN);'
        ),
    ),
    GO,
    replace(GO, kind=GoRace),
    Speaker(
        kind=Python,
        program="trial.py",
        body="import os, subprocess, sys\n\n{}\n",
        says='print(os.environ["WORD"], sys.argv[1])',
        broken="seats = )",
        refused="SyntaxError: unmatched ')'",
        throws='raise ValueError("no seats")',
        loops="while True: pass",
        prints='while True: print("seats" * 999)',
        forks='while True: subprocess.Popen(["sleep", "1000"])',
        leaves='print(subprocess.Popen(["sleep", "1000"], start_new_session=True).pid)',
        grows='held = list(iter(lambda: b"s" * (1 << 22), None))',
        serves=PYTHON_SERVES,
        heedless="signal.signal(signal.SIGTERM, signal.SIG_IGN)",
    ),
    Speaker(
        kind=Ruby,
        program="trial.rb",
        body="require 'json'\n\n{}\n",
        says='puts "#{ENV["WORD"]} #{ARGV[0]}"',
        broken="seats = )",
        refused="syntax error, unexpected ')'",
        throws='raise "no seats"',
        loops="loop {}",
        prints='loop { puts "seats" }',
        forks='loop { spawn("sleep 1000") }',
        leaves='puts spawn("sleep 1000", out: File::NULL, pgroup: true); $stdout.flush',
        grows='held = []; loop { held << "s" * (1 << 22) }',
        serves=RUBY_SERVES,
        heedless='trap("TERM", "IGNORE")',
    ),
    Speaker(
        kind=PHP,
        program="trial.php",
        body="<?php\n\n{}\n",
        says='echo getenv("WORD"), " ", $argv[1], "\\n";',
        broken="$seats = ;",
        refused='syntax error, unexpected token ";"',
        throws='throw new RuntimeException("no seats");',
        loops="for (;;);",
        prints='for (;;) echo "seats\\n";',
        forks='for (;;) exec("sleep 1000 > /dev/null &");',
        leaves='echo exec("sleep 1000 > /dev/null & echo $!"), "\\n";',
        grows='ini_set("memory_limit", -1); for (;;) $held[] = str_repeat("s", 1 << 22);',
        serves='<?php\n@\n$port = getenv("PORT");\necho "seats";\n',
    ),
]
