"""Programs run by the real Node: what they get, what comes back, and what is said of failures."""

import os
import re
import signal
from pathlib import Path

import pytest

from labs.judges import CheckFailed, judging
from labs.languages import LanguageError, Node, NotWrittenError, ProgramError, programs
from tests.support.processes import has_ended

STUB = 'async function open() {\n  throw new Error("not written yet");\n}\nawait open();'


def ran(source: str, *arguments: object, name: str = "trial.mjs", **options: object) -> str:
    """What this program prints."""
    programs.write(name, source)
    return Node.run(name, *arguments, **options).stdout  # type: ignore[arg-type]


def failure(source: str, name: str = "trial.mjs", **options: object) -> list[str]:
    """What is said of this program, which fails."""
    with pytest.raises(ProgramError) as raised:
        ran(source, name=name, **options)
    return str(raised.value).splitlines()


def test_a_program_gets_arguments_variables_and_stdin() -> None:
    source = """
        let text = "";
        for await (const chunk of process.stdin) text += chunk;
        console.log(process.argv.slice(2).join(), process.env.PORT, text);
    """
    assert ran(source, "a", 7, env={"PORT": 5432}, stdin="Café") == "a,7 5432 Café\n"


def test_its_environment_is_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "NODE_OPTIONS", "NODE_PATH"):
        monkeypatch.setenv(name, "1")
    source = "console.log(['FORCE_COLOR', 'NODE_OPTIONS', 'NODE_PATH'].map((n) => process.env[n]))"
    assert ran(source) == "[ undefined, undefined, undefined ]\n"


def test_what_it_printed_can_be_read_as_json() -> None:
    programs.write("trial.mjs", "console.error('aside'); console.log(JSON.stringify({ n: [1] }));")
    done = Node.run("trial.mjs")
    assert (done.json(), done.stderr, done.code) == ({"n": [1]}, "aside\n", 0)


@pytest.mark.parametrize(
    ("printed", "told"), [("'3 rows'", "    3 rows"), ("''", "It printed nothing.")]
)
def test_what_is_no_json_is_shown(printed: str, told: str) -> None:
    programs.write("trial.mjs", f"console.log({printed})")
    with pytest.raises(ProgramError, match=r"trial\.mjs did not print JSON") as raised:
        Node.run("trial.mjs").json()
    assert told in str(raised.value).splitlines()


def test_programs_import_one_another() -> None:
    programs.write("lib.js", "export const fee = 50;")
    assert ran('import { fee } from "./lib.js";\nconsole.log(fee);') == "50\n"


def test_a_program_may_bear_the_name_of_a_file_that_node_reads() -> None:
    assert ran("console.log(1);") == "1\n"  # by now the folder is furnished
    programs.write("package.json", '{"type": "commonjs"}')
    assert ran('console.log(require("node:path").sep);', name="old.js") == "/\n"
    assert '"module"' in (Node.recipe.folder / "package.json").read_text()


# --- failures ---------------------------------------------------------------------------------


def test_an_error_is_told_with_the_learners_line_and_what_came_before() -> None:
    source = "console.log('begun');\nfunction f() {\n  null.x;\n}\nf();"
    assert failure(source) == [
        "trial.mjs failed: TypeError: Cannot read properties of null (reading 'x')",
        "  line 4 of the cell: null.x;",
        "What it printed last:",
        "    begun",
    ]


@pytest.mark.parametrize("name", ["trial.mjs", "trial.ts"])
def test_a_syntax_error_is_told_with_the_learners_line(name: str) -> None:
    lines = failure("const a = 1;\nconst b = ;", name)
    assert lines[1:] == ["  line 3 of the cell: const b = ;"]


def test_an_error_in_another_cells_program_names_that_cell() -> None:
    programs.write("lib.mjs", "export function f() {\n  throw new RangeError('no');\n}")
    lines = failure('import { f } from "./lib.mjs";\nf();')
    assert lines == [
        "trial.mjs failed: RangeError: no",
        "  line 3 of the cell lib.mjs: throw new RangeError('no');",
    ]


def test_a_line_of_typescript_is_told_as_it_stands_in_the_cell() -> None:
    typed = "interface Fee {\n  pence: number;\n}\n"
    programs.write("lib.ts", typed + "export const of = (fee: Fee) => fee.pence.toFixed();")
    assert failure('import { of } from "./lib";\nof({} as any);', "trial.ts") == [
        "trial.ts failed: TypeError: Cannot read properties of undefined (reading 'toFixed')",
        "  line 5 of the cell lib.ts: export const of = (fee: Fee) => fee.pence.toFixed();",
    ]


@pytest.mark.parametrize(
    ("imported", "said"),
    [
        ('"./elsewhere"', ['Could not resolve "./elsewhere"', "line 2 of the cell: import { f }"]),
        ('"nowhere"', ["Error: Cannot find package 'nowhere' imported from trial.ts"]),
    ],
)
def test_what_typescript_cannot_import_is_named(imported: str, said: list[str]) -> None:
    lines = failure(f"import {{ f }} from {imported};\nf();", "trial.ts")
    assert [part in line for part, line in zip(said, lines, strict=True)] == [True] * len(said)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            'import x from "nowhere";',
            "Error: Cannot find package 'nowhere' imported from trial.mjs",
        ),
        ("Promise.reject('closed')", 'a promise was rejected with "closed"'),
        ("await new Promise(() => {})", "it awaits a promise that nothing will ever settle"),
        ("process.exit(3)", "it stopped with exit code 3"),
        ("process.kill(process.pid, 'SIGKILL')", "it was killed by SIGKILL"),
        ("throw null", "null"),
    ],
)
def test_every_end_is_told_in_words(source: str, said: str) -> None:
    assert failure(source)[0] == f"trial.mjs failed: {said}"


def test_what_it_said_on_stderr_is_told_if_there_is_no_error() -> None:
    lines = failure("console.error('usage: trial <file>'); process.exit(2)")
    assert lines[-1] == "    usage: trial <file>"


def test_a_message_stays_short() -> None:
    source = (
        "for (let i = 0; i < 99; i++) console.log('y'.repeat(999));\nthrow Error('x'.repeat(999))"
    )
    lines = failure(source)
    assert len(lines) <= 8
    assert max(map(len, lines)) < 350


def test_a_program_that_does_not_end_is_killed_with_all_that_it_started() -> None:
    source = """
        import { spawn } from "node:child_process";
        console.log(spawn("sleep", ["1000"], { stdio: "inherit" }).pid);
        setInterval(() => {}, 1000);
    """
    lines = failure(source, timeout=5)
    assert lines[0] == "trial.mjs still ran after 5 s, and was ended."
    assert has_ended(int(lines[-2]))


def test_a_program_leaves_nothing_running() -> None:
    source = """
        import { spawn } from "node:child_process";
        const child = spawn("sleep", ["1000"], { stdio: "ignore" });
        console.log(child.pid);
        child.unref();
    """
    assert has_ended(int(ran(source)))


# --- what is not there ------------------------------------------------------------------------


def test_a_stub_is_not_written_yet() -> None:
    programs.write("trial.mjs", STUB)
    with pytest.raises(NotImplementedError, match="not written yet"):
        Node.run("trial.mjs")


def test_a_program_that_was_never_run_is_named_with_those_that_were() -> None:
    programs.write("quote.mjs", "")
    with pytest.raises(
        NotWrittenError, match=r"no program reviews\.mjs.*\n.*There are: quote\.mjs"
    ):
        Node.run("reviews.mjs")


def test_a_missing_node_is_told_with_what_brings_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LABS_PROGRAMS", str(tmp_path))
    programs.write("trial.mjs", "")
    with pytest.raises(LanguageError, match="run `labs install node` in a terminal"):
        Node.run("trial.mjs")


# --- as judges see it -------------------------------------------------------------------------


def judged(source: str | None, **options: object) -> str:
    if source is not None:
        programs.write("trial.mjs", source)
    with pytest.raises(CheckFailed) as raised, judging("E1: it answers"):
        Node.run("trial.mjs", **options)  # type: ignore[arg-type]
    return str(raised.value)


@pytest.mark.parametrize("source", [STUB, None], ids=["a stub", "a cell that was not run"])
def test_a_judge_says_that_nothing_is_written(source: str | None) -> None:
    assert "not written yet, or written and not run." in judged(source)


def test_a_judge_places_an_error_in_the_learners_line() -> None:
    said = judged("const a = 1;\na.b.c;")
    assert re.search(r"called +Node\.run\(", said)
    assert re.search(r"came back +ProgramError: trial\.mjs failed: TypeError", said)
    assert re.search(r"where +line 3 of the cell: a\.b\.c;", said)


def test_a_judge_tells_a_program_that_does_not_end() -> None:
    assert "still ran after 0.5 s" in judged("setInterval(() => {}, 1000)", timeout=0.5)


def test_the_end_of_one_that_serves_is_waited_for_if_asked() -> None:
    listens = 'import { createServer } from "node:net";\ncreateServer().listen(process.env.PORT);'
    programs.write("trial.mjs", f'{listens}\nprocess.on("SIGUSR2", () => setTimeout(x, 100));')
    with Node.serve("trial.mjs") as service:
        os.kill(service.pid, signal.SIGUSR2)
        service.check()
        with pytest.raises(ProgramError, match="ReferenceError: x is not defined"):
            service.check(patience=10)
