"""Programs that cells write: kept for one process, numbered as in the cell, and gone with it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from labs.languages import ProgramError, Python, programs
from tests.support.processes import working_in


def test_a_program_lies_in_the_folder_with_its_lines_numbered_as_in_the_cell() -> None:
    programs.program(" quote.mjs ", "const price = 4;\n")
    assert (programs.folder() / "quote.mjs").read_text() == "\nconst price = 4;\n"
    assert programs.line("quote.mjs", 2) == "const price = 4;"


def test_a_cell_that_is_run_again_replaces_its_program() -> None:
    for source in ("first", "second"):
        programs.write("quote.mjs", source)
        assert (programs.folder() / "quote.mjs").read_text() == f"\n{source}"
    assert list(programs.written()) == ["quote.mjs"]


def test_a_program_lies_in_the_folder_that_its_name_says() -> None:
    programs.write("reviews/views.py", "1 / 0\n")
    programs.write("call.py", "import reviews.views\n")
    assert (programs.folder() / "reviews" / "views.py").read_text() == "\n1 / 0\n"
    with pytest.raises(ProgramError, match=r"line 2 of the cell reviews/views\.py: 1 / 0"):
        Python.run("call.py")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "quote",
        "reviews/",
        "reviews/../quote.mjs",
        "a//b.py",
        "../quote.mjs",
        "/quote.mjs",
        "a b.mjs",
        ".mjs",
    ],
)
def test_a_name_that_is_no_plain_file_name_is_refused(name: str) -> None:
    with pytest.raises(ProgramError, match="a plain name with an ending"):
        programs.write(name, "")


def test_a_line_that_is_not_there_is_empty() -> None:
    programs.write("quote.mjs", "1")
    assert programs.line("quote.mjs", 9) == programs.line("other.mjs", 1) == ""


def in_a_fork(work: str) -> str:
    """What a fork of a process says that has written and used two programs."""
    script = (
        "import os, sys\nfrom labs.languages import programs\n"
        "programs.write('shared.mjs', 'shared'); mine = programs.folder()\n"
        "if os.fork() == 0:\n"
        f"    {work}\n"
        "    sys.stdout.flush(); os._exit(0)\n"
        "os.wait(); print(sorted(path.name for path in mine.iterdir()))"
    )
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout


def test_a_fork_has_the_programs_in_a_folder_of_its_own() -> None:
    printed = in_a_fork(
        "programs.write('own.mjs', 'own'); "
        "print(programs.folder() != mine, sorted(p.name for p in programs.folder().iterdir()))"
    )
    assert printed.splitlines() == ["True ['own.mjs', 'shared.mjs']", "['shared.mjs']"]


KERNEL = """
import sys
from labs.languages import Node, programs
programs.write("endless.mjs", "console.log('on'); setInterval(() => {}, 1000);")
print(programs.folder(), flush=True)
if sys.argv[1] == "run":
    Node.run("endless.mjs", timeout=100)
"""


def test_the_folder_goes_with_its_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", KERNEL, "end"], capture_output=True, text=True, check=True
    )
    assert not Path(done.stdout.strip()).exists()


def test_a_killed_kernel_leaves_neither_the_program_nor_its_folder() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KERNEL, "run"], stdout=subprocess.PIPE, text=True
    ) as kernel:
        assert kernel.stdout
        folder = Path(kernel.stdout.readline().strip())
        wait_until(lambda: bool(working_in(folder)))
        os.kill(kernel.pid, signal.SIGKILL)
    wait_until(lambda: not folder.exists() and not working_in(folder))


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds

    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


SHELL = """
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for cell in sys.argv[1:]:
    shell.run_cell(cell)
"""


def in_a_notebook(*cells: str, **environment: str) -> str:
    """What the cells print, run one after the other in a fresh IPython."""
    return subprocess.run(
        [sys.executable, "-c", SHELL, *cells],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_the_import_makes_the_magic_known_which_prints_nothing() -> None:
    printed = in_a_notebook(
        "from labs.languages import Node",
        "%%program hello.mjs\nconsole.log(6 * 7);",
        "print('nothing before this'); print(Node.run('hello.mjs').json())",
    )
    assert printed.splitlines() == ["nothing before this", "42"]


def test_the_import_says_in_one_line_what_brings_a_missing_language(tmp_path: Path) -> None:
    printed = in_a_notebook("from labs.languages import Node", LABS_PROGRAMS=str(tmp_path))
    (line,) = printed.splitlines()
    assert "is not on this machine: run `labs install node` in a terminal" in line


def test_an_error_is_shown_without_a_traceback() -> None:
    printed = in_a_notebook(
        "from labs.languages import Node",
        "%%program broken.mjs\nconst x = ;",
        "Node.run('broken.mjs')",
    )
    assert printed.splitlines() == [
        "broken.mjs failed: SyntaxError: Unexpected token ';'",
        "  line 2 of the cell: const x = ;",
    ]
