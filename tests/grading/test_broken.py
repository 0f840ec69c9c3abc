"""What breaks, and how little it costs: each cell that still works has its points."""

from dataclasses import dataclass, replace

import pytest

from labs.grading.examine import Warm, examine
from labs.grading.work import Limits, Work

PASSES = "assert one == 1"


@dataclass(frozen=True)
class Broken:
    """A cell that breaks something, between one that works and its test."""

    what: str
    source: str
    flag: str = ""
    """Part of what the report says."""
    fails: bool = True
    """Whether nbgrader would see the cell itself as failed."""
    seconds: float = 60
    """The limit of a cell; short where the case waits for it."""


SHORT = 2.5

CASES = [
    Broken("an error", "1 / 0"),
    Broken("a loop", "while True:\n    pass", seconds=SHORT),
    Broken(
        "a loop that cannot be interrupted",
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass",
        "could not be interrupted",
        seconds=SHORT,
    ),
    Broken(
        "a loop in C",
        "sum(range(10 ** 12))",
        "could not be interrupted",
        seconds=SHORT,
    ),
    Broken("the kernel's death", "import os\nos.kill(os.getpid(), 9)", "ended the kernel"),
    Broken("a crash in C", "import ctypes\nctypes.string_at(0)", "ended the kernel"),
    Broken("exit()", "exit()", "called exit()", fails=False),
    Broken("os._exit()", "import os\nos._exit(0)", "ended the kernel"),
    Broken("more memory than there is", "hoard = bytearray(10 ** 9)", "more memory"),
    Broken("100 MB of output", "print('x' * 10 ** 8)", fails=False),
    Broken("output without end", "while True:\n    print('x' * 10 ** 6)", seconds=SHORT),
    Broken("input()", "input('Your name?')"),
    Broken("a thread that goes on", "import threading\nrun = lambda: [0 for _ in iter(int, 1)]\n"
        "threading.Thread(target=run, daemon=True).start()", fails=False),
    Broken("a server that goes on", "import subprocess\n"
        "server = subprocess.Popen(['sleep', '1000'])", fails=False),
    Broken("a warning on stderr", "import warnings\nwarnings.warn('old')"),
    Broken("a server that listens", "import http.server, threading\n"
        "server = http.server.HTTPServer(('', 8888), http.server.SimpleHTTPRequestHandler)\n"
        "threading.Thread(target=server.serve_forever).start()", fails=False),
    Broken("a handler that swallows the interruption", "while True:\n"
        "    try:\n        pass\n    except KeyboardInterrupt:\n        pass",
        "", seconds=SHORT),
    Broken("recursion without end", "def again():\n    return again()\nagain()"),
    Broken("half a surrogate", "print('\\ud800')", fails=False),
    Broken("another standard output", "import os\n"
        "os.close(1)\nos.close(2)", fails=False),
    Broken("another working directory", "import os\nos.chdir('/')", fails=False),
    Broken("no working directory", "import os, shutil\n"
        "shutil.rmtree(os.getcwd(), ignore_errors=True)", fails=False),
    Broken("processes without end", "import os, time\n"
        "for _ in range(10_000):\n    if os.fork() == 0:\n        time.sleep(100)"),
    Broken("a disk that is full", "with open('big', 'wb') as file:\n"
        "    while True:\n        file.write(bytes(10 ** 7))"),
    Broken("every file open", "files = [open('/dev/null') for _ in range(10_000)]"),
]  # fmt: skip

LIMITS = Limits(memory=600 * 2**20, disk=64 * 2**20, processes=64, files=512)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_what_works_keeps_its_points(warm: Warm, case: Broken) -> None:
    cells = ("one = 1", PASSES, case.source, "two = 2", PASSES, "assert two == 2")
    limits = replace(LIMITS, cell_seconds=case.seconds)
    work = Work("ada", "unit", cells, frozenset({1, 4, 5}), limits=limits)
    done = examine(work, warm)
    failed = [
        any(o["output_type"] == "error" or o.get("name") == "stderr" for o in run.outputs)
        for run in done.runs
    ]
    assert failed == [False, False, case.fails, False, False, False], (done.runs, done.flags)
    assert case.flag in " ".join(done.flags), done.flags


def test_a_submission_has_a_limit_in_all(warm: Warm) -> None:
    limits = Limits(cell_seconds=5, seconds=2)
    done = examine(Work("ada", "unit", ("import time\ntime.sleep(4)", "1"), limits=limits), warm)
    assert done.runs[0].outputs[-1]["ename"] == "CellTimeoutError"
    assert done.runs[1].outputs[-1]["ename"] == "NotRunError"
    assert "more than 2 s in all" in " ".join(done.flags)
