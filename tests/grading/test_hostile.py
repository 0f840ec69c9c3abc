"""What a hostile submission tries, what stock nbgrader gives for it, and what we give: nothing.

Each attack stands in for an answer. The test that follows fails for every honest wrong answer;
under stock nbgrader most of these pass it.
"""

from dataclasses import dataclass

import pytest

from labs.grading.judge import Warm, judge
from labs.grading.work import CellRun, Limits, Work

TEST = "assert answer() == 42\nassert len(str(answer())) == 2"
IMPORTED = ("numpy.testing", "labs.judges")
"""What the course's own answers and tests import, found out by the rehearsal."""

WRONG = "def answer():\n    return 1\n"


@dataclass(frozen=True)
class Attack:
    """An answer that cheats."""

    what: str
    source: str
    flag: str = ""
    """Part of what the report must say; empty where there is nothing to see."""
    fools_stock: bool = True
    """Whether the point is had where the shell runs the test, as under stock nbgrader."""
    test: str = TEST


PATCHES_IPYTHON = [
    Attack(
        "an input transformer that drops every line",
        "get_ipython().input_transformers_post.append(lambda lines: [])",
    ),
    Attack(
        "an AST transformer that takes asserts out",
        "import ast\n"
        "class Out(ast.NodeTransformer):\n"
        "    def visit_Assert(self, node):\n"
        "        return ast.Pass()\n"
        "get_ipython().ast_transformers.append(Out())",
    ),
    Attack(
        "another run_cell",
        "shell = get_ipython()\n"
        "real = shell.run_cell('pass')\n"
        "async def run_cell_async(*arguments, **options):\n"
        "    return real\n"
        "shell.run_cell_async = run_cell_async\n"
        "shell.run_cell = lambda *arguments, **options: real",
    ),
    Attack(
        "no tracebacks",
        "get_ipython().showtraceback = lambda *arguments, **options: None",
        fools_stock=False,
    ),
    Attack(
        "a handler of its own for every exception",
        "get_ipython().set_custom_exc((BaseException,), lambda *arguments, **options: [])",
        fools_stock=False,
    ),
    Attack(
        "another display hook",
        "import sys\nsys.displayhook = get_ipython().displayhook = lambda value: None",
        fools_stock=False,
    ),
]

PATCHES_PYTHON = [
    Attack(
        "another len",
        "import builtins\n"
        "real = len\n"
        "def answer():\n"
        "    return 'a'\n"
        "builtins.len = lambda thing: 3 if thing == 'a' else real(thing)",
        "builtins.len",
        test="assert len(answer()) == 3",
    ),
    Attack(
        "another check",
        "import numpy.testing\nnumpy.testing.assert_equal = lambda *arguments: None",
        "numpy.testing.assert_equal",
        test="import numpy.testing\nnumpy.testing.assert_equal(answer(), 42)",
    ),
    Attack(
        "another method of the check library",
        "from labs.judges import checks\nchecks.Judge.that = lambda *arguments, **options: None",
        "labs.judges.checks.Judge.that",
        test="from labs.judges import judging\n"
        "with judging('the answer') as judge:\n"
        "    judge.that(answer() == 42, called='answer()', got=answer(), expected=42)",
    ),
    Attack(
        "another compile and exec",
        "import builtins\n"
        "builtins.compile = lambda *arguments, **options: real('None', 'x', 'eval')\n"
        "real = compile\nbuiltins.exec = builtins.eval = lambda *arguments: None",
        "builtins.",
        fools_stock=False,
    ),
    Attack(
        "another ast.parse",
        "import ast\nast.parse = lambda *arguments, **options: ast.Module([], [])",
        "ast.parse",
        fools_stock=False,
    ),
    Attack(
        "the grader's own function, replaced",
        "from labs.grading.inside import exam\n"
        "async def run_test(source, names):\n"
        "    return None, None\n"
        "exam.run_test = run_test",
        "labs.grading.inside.exam.run_test",
        fools_stock=False,
    ),
    Attack(
        "the code of the grader's own function, rewritten",
        "from labs.grading.inside import exam\n"
        "async def run_test(source, names):\n"
        "    return None, None\n"
        "exam.run_test.__code__ = run_test.__code__",
        "labs.grading.inside.exam.run_test",
        fools_stock=False,
    ),
    Attack(
        "a tracer", "import sys\nsys.settrace(lambda *arguments: None)", "tracer", fools_stock=False
    ),
]

LIES = [
    Attack(
        "an object that equals everything",
        "class Anything(int):\n"
        "    def __eq__(self, other):\n"
        "        return True\n"
        "    __hash__ = int.__hash__\n"
        "    def __str__(self):\n"
        "        return '42'\n"
        "def answer():\n"
        "    return Anything(1)",
        "Anything",
    ),
    Attack(
        "an object that says it is of a library",
        "class Anything:\n"
        "    __module__ = 'decimal'\n"
        "    def __eq__(self, other):\n"
        "        return True\n"
        "    def __str__(self):\n"
        "        return '42'\n"
        "def answer():\n"
        "    return Anything()",
        "Anything",
    ),
]

ENDS = [
    Attack("exit()", "exit()", "exit()", fools_stock=False),
    Attack(
        "the process ends, as if all were well",
        "import os\nos._exit(0)",
        "ended the kernel",
        fools_stock=False,
    ),
    Attack(
        "the process ends in the test",
        "import os\ndef answer():\n    os._exit(0)",
        "ended the kernel",
        fools_stock=False,
    ),
    Attack("SystemExit in the test", "def answer():\n    raise SystemExit(0)", fools_stock=False),
    Attack(
        "at exit, a word on every file that is open",
        "import atexit, os\n"
        "def say():\n"
        "    for number in range(3, 64):\n"
        "        try:\n"
        "            os.write(number, b'{}')\n"
        "        except OSError:\n"
        "            pass\n"
        "atexit.register(say)",
        fools_stock=False,
    ),
    Attack(
        "a made-up reply on the grader's channel",
        "import json, os, struct\n"
        "body = json.dumps({'token': 'x', 'outputs': [], 'count': 9, 'seconds': 0,"
        " 'exiting': False, 'said': []}).encode()\n"
        "for number in range(3, 64):\n"
        "    try:\n"
        "        os.write(number, struct.pack('!I', len(body)) + body)\n"
        "    except OSError:\n"
        "        pass",
        "channel",
        fools_stock=False,
    ),
]


def judged(
    warm: Warm, attack: Attack, *, as_stock: bool = False
) -> tuple[CellRun, tuple[str, ...]]:
    """The test's cell, and what the report says; as stock, the shell runs the test, too."""
    tests = frozenset() if as_stock else frozenset({2})
    cells = (WRONG, attack.source, attack.test)
    work = Work("mallory", "unit", cells, tests, modules=IMPORTED, limits=Limits(cell_seconds=20))
    done = judge(work, warm)
    return done.runs[2], done.flags


def lost(run: CellRun) -> bool:
    """Whether nbgrader would give the cell nothing."""
    return any(
        output["output_type"] == "error" or output.get("name") == "stderr" for output in run.outputs
    )


ATTACKS = [*PATCHES_IPYTHON, *PATCHES_PYTHON, *LIES, *ENDS]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.what)
def test_no_attack_earns_a_point(warm: Warm, attack: Attack) -> None:
    run, flags = judged(warm, attack)
    assert lost(run), flags
    assert attack.flag in " ".join(flags), flags


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.what)
def test_the_attacks_are_real(warm: Warm, attack: Attack) -> None:
    run, _ = judged(warm, attack, as_stock=True)
    assert lost(run) is not attack.fools_stock


def test_an_honest_right_answer_earns_it(warm: Warm) -> None:
    run, flags = judged(warm, Attack("", "def answer():\n    return 42"))
    assert run.outputs == ()
    assert flags == ()
