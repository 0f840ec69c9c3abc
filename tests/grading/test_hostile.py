"""What a hostile submission tries, what stock nbgrader gives for it, and what we give: nothing.

Each attack stands in for an answer. The test that follows fails for every honest wrong answer;
under stock nbgrader most of these pass it.
"""

from dataclasses import dataclass

import pytest

from labs.grading.examine import Warm, examine
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
        "from labs.judges import judge\njudge.Judge.that = lambda *arguments, **options: None",
        "labs.judges.judge.Judge.that",
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

LOOKS = [
    Attack(
        "the test's text, looked up",
        "import linecache\n"
        "def answer():\n"
        "    text = [line for name in linecache.cache if name.startswith('<test')\n"
        "            for line in linecache.cache[name][2]]\n"
        "    return int(text[0].split()[-1])",
        fools_stock=False,
    ),
    Attack(
        "a name in builtins by which the test asks",
        "import builtins\n"
        "class Anything(int):\n"
        "    __hash__ = int.__hash__\n"
        "    def __eq__(self, other):\n"
        "        return True\n"
        "    def __str__(self):\n"
        "        return '42'\n"
        "def answer():\n"
        "    for name in dir(builtins):\n"
        "        if 'honest' in name:\n"
        "            setattr(builtins, name, lambda value: value)\n"
        "    return Anything(1)",
        "Anything",
    ),
]

MADE_UP = """class Anything{base}:
    __hash__ = None
    def __eq__(self, other):
        return {equal}
    def __str__(self):
        return '42'
def answer():
    return {answer}"""


def made_up(answer: str = "Anything()", equal: str = "True", base: str = "", more: str = "") -> str:
    return MADE_UP.format(base=base, equal=equal, answer=answer) + more


LIES += [
    Attack(
        "an object that equals every number",
        made_up(equal="isinstance(other, int)"),
        "Anything",
    ),
    Attack(
        "an object that a library seems to have",
        made_up(
            more="\nimport decimal\nAnything.__module__ = 'decimal'\ndecimal.Anything = Anything"
        ),
        "Anything",
    ),
    Attack(
        "an object behind a proxy",
        made_up("proxy(kept)", more="\nfrom weakref import proxy\nkept = Anything()"),
        "equals everything",
    ),
    Attack(
        "a library's object that equals everything",
        "from unittest.mock import ANY\nclass Two:\n    pass\ndef answer():\n    return ANY",
        "_ANY",
        test="assert answer() == 42",
    ),
    Attack(
        "a library's object that is near to everything",
        "import pytest\ndef answer():\n    return pytest.approx(1, abs=float('inf'))",
        "Approx",
        test="assert answer() == 42",
    ),
    Attack(
        "an object in a collection with an iterator of its own",
        made_up(
            "Pair([Anything()])",
            more="\nclass Pair(list):\n    def __iter__(self):\n        return iter(())",
        ),
        "Anything",
        test="assert answer() == [42]",
    ),
    Attack(
        "a key that equals everything",
        "class Anything(str):\n    def __eq__(self, other):\n        return True\n"
        "    def __hash__(self):\n        return hash('b')\n"
        "def answer():\n    return Anything('x')",
        "Anything",
        test="assert {'b': True}.get(answer())",
    ),
    Attack(
        "an argument that equals everything",
        made_up(),
        "Anything",
        test="def same(one, other):\n    assert one == other\nresult = answer()\nsame(result, 42)",
    ),
    Attack(
        "a class that says that everything is one",
        "class Meta(type):\n    def __eq__(cls, other):\n        return True\n"
        "    __hash__ = type.__hash__\n"
        "class Anything(metaclass=Meta):\n    pass\n"
        "def answer():\n    return Anything",
        "Meta",
        test="assert answer() == 42",
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


MORE = [
    Attack(
        "classes of tests that are built empty",
        "import builtins\n"
        "builtins.__build_class__ = lambda *arguments, **options: type(\n"
        "    'T', (), {'check': lambda self: None})",
        "builtins.__build_class__",
        test="class T:\n    def check(self):\n        assert answer() == 42\nT().check()",
    ),
    Attack(
        "another import",
        "import builtins, types\n"
        "real = builtins.__import__\n"
        "check = types.SimpleNamespace(assert_equal=lambda *arguments: None)\n"
        "def fake(name, *arguments, **options):\n"
        "    if name == 'numpy.testing':\n"
        "        return types.SimpleNamespace(testing=check)\n"
        "    return real(name, *arguments, **options)\n"
        "builtins.__import__ = fake",
        "builtins.__import__",
        test="import numpy.testing\nnumpy.testing.assert_equal(answer(), 42)",
    ),
    Attack(
        "a number that shows itself as points",
        "class Points(float):\n"
        "    def __round__(self, digits=0):\n"
        "        return self\n"
        "    def __repr__(self):\n"
        "        return '0.9'\n"
        "def answer():\n"
        "    return Points(0)",
        "Points",
        test="round(answer(), 1)",
    ),
    *(
        Attack(what, source, flag, fools_stock=False)
        for what, source, flag in (
            (
                "another AssertionError",
                "import builtins\nbuiltins.AssertionError = Warning",
                "Assert",
            ),
            ("output that looks like points", "print('1.0')", ""),
            ("output that is caught", "%%capture\ndef answer():\n    return 1", ""),
            ("a script in the place of Python", "%%script false --no-raise-error\nx", ""),
            (
                "the shell's options",
                "%config InteractiveShell.ast_node_interactivity = 'none'\n%xmode Minimal",
                "",
            ),
            ("a kill of its parent", "!kill -9 $PPID", "ended the kernel"),
            ("a kill of everybody", "!kill -9 -1", "ended the kernel"),
            ("a kill of the doorkeeper", "import os\nos.kill(1, 9)", ""),
            (
                "an error that cannot be shown",
                "class Unsaid(Exception):\n    def __str__(self):\n        raise SystemExit\n"
                "def answer():\n    raise Unsaid",
                "",
            ),
        )
    ),
    Attack(
        "a module of its own in the place of one that the test imports",
        "import sys, types\n"
        "sys.modules['numpy.testing'] = types.SimpleNamespace(assert_equal=lambda *_: None)",
        "replaced the module numpy.testing",
        test="from numpy.testing import assert_equal\nassert_equal(answer(), 42)",
    ),
    Attack(
        "another abs, put there by the answer while it is tested",
        "import builtins\ndef answer():\n    builtins.abs = lambda number: 0\n    return 1",
        "replaced builtins.abs",
        test="assert answer()\nassert abs(answer() - 42) < 1",
    ),
    Attack(
        "an attribute that the judges' class did not have",
        "from labs.judges import Judge\n"
        "def quiet(judge, name):\n"
        "    if name == 'that':\n"
        "        return lambda *_, **__: None\n"
        "    return object.__getattribute__(judge, name)\n"
        "Judge.__getattribute__ = quiet",
        "put __getattribute__ into labs.judges",
        test="from labs.judges import judging\n"
        "with judging('E1: the answer') as judge:\n"
        "    judge.that(answer() == 42, called='answer()', got=answer(), expected=42)",
    ),
]

REPLIES = """def answer():
    import asyncio, logging, sys, time, traceback
    from labs.grading.inside.channel import send
    try:
        raise ValueError
    except ValueError as error:
        frame = {frame}
    while frame.f_code.co_name != '_serve_cells':
        frame = frame.f_back
    token, cells = frame.f_locals['message']['token'], frame.f_locals['cells']
    rest = dict(count=3, seconds=0, exiting=False, said=[])
    send(cells, dict(token=token, outputs=[], **rest))
    time.sleep(9)"""
"""Answers in the kernel's place, with the number that it finds in the kernel's frames."""

POSSIBLE = [
    *(
        Attack(f"a reply before the kernel's: {way}", REPLIES.format(frame=frame), flag)
        for way, frame, flag in (
            ("its own frame", "sys._getframe()", "frames"),
            ("its error's frame", "error.__traceback__.tb_frame", "frames"),
            (
                "the frames that traceback walks",
                "[*traceback.walk_tb(error.__traceback__)][0][0]",
                "frames",
            ),
            ("the frame that logging finds", "logging.currentframe()", "frames"),
            ("the task's frames", "asyncio.current_task().get_stack()[-1]", "frames"),
            (
                "what its error knows",
                "__import__('gc').get_referents(error.__traceback__)[0]",
                "knows",
            ),
        )
    ),
    Attack(
        "the end of the watch",
        "import os\n"
        "there = (n for n in range(3, 64) if os.path.exists(f'/proc/self/fd/{n}'))\n"
        "sockets = [n for n in there if os.readlink(f'/proc/self/fd/{n}').startswith('socket')]\n"
        "os.close(sockets[2])\n"
        "def answer():\n    return 42",
        "closed the grader's own channel",
    ),
    Attack("a name that hides a builtin", "len = lambda thing: 3", test="assert len('a') == 3"),
    Attack(
        "a module that the course's answers do not import",
        "import sys, types\n"
        "sys.modules['colorsys'] = types.SimpleNamespace(rgb_to_hsv=lambda *numbers: 42)",
        "the place of the module colorsys",
        test="import colorsys\nassert colorsys.rgb_to_hsv(0, 0, answer()) == 42",
    ),
    Attack(
        "a difference that is always 0",
        "class Near(float):\n    def __sub__(self, other):\n        return 0.0\n"
        "def answer():\n    return Near(1)",
        test="assert abs(answer() - 42) < 1e-9",
    ),
    Attack(
        "the constants of the test, from its frame",
        "import sys\ndef answer():\n"
        "    return next(one for one in sys._getframe(1).f_code.co_consts if type(one) is int)",
        "frames",
        fools_stock=False,
    ),
]
"""What still earns the point: `docs/decisions/0008` says why."""


def examined(
    warm: Warm, attack: Attack, *, as_stock: bool = False
) -> tuple[CellRun, tuple[str, ...]]:
    """The test's cell, and what the report says; as stock, the shell runs the test, too."""
    tests = frozenset() if as_stock else frozenset({2})
    cells = (WRONG, attack.source, attack.test)
    work = Work("mallory", "unit", cells, tests, modules=IMPORTED, limits=Limits(cell_seconds=20))
    done = examine(work, warm)
    return done.runs[2], done.flags


def lost(run: CellRun) -> bool:
    """Whether nbgrader would give the cell nothing."""
    return any(
        output["output_type"] == "error" or output.get("name") == "stderr" for output in run.outputs
    )


ATTACKS = [*PATCHES_IPYTHON, *PATCHES_PYTHON, *LIES, *LOOKS, *ENDS, *MORE]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.what)
def test_no_attack_earns_a_point(warm: Warm, attack: Attack) -> None:
    run, flags = examined(warm, attack)
    assert lost(run), flags
    assert attack.flag in " ".join(flags), flags


@pytest.mark.parametrize("attack", POSSIBLE, ids=lambda attack: attack.what)
def test_what_stays_possible_is_known(warm: Warm, attack: Attack) -> None:
    run, flags = examined(warm, attack)
    assert not lost(run)
    assert attack.flag in " ".join(flags), flags


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.what)
def test_the_attacks_are_real(warm: Warm, attack: Attack) -> None:
    run, _ = examined(warm, attack, as_stock=True)
    assert lost(run) is not attack.fools_stock


def test_an_honest_right_answer_earns_it(warm: Warm) -> None:
    run, flags = examined(warm, Attack("", "def answer():\n    return 42"))
    assert run.outputs == ()
    assert flags == ()


HABITS = {
    "magics": "%matplotlib inline\n!echo hello\n%time 1 + 1\nout = !ls",
    "plots": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "tables": "import pandas as pd\nlow = 1\npd.DataFrame({'a': [1, 2]}).query('a > @low')",
    "SQL": "import duckdb, pandas\nframe = pandas.DataFrame({'a': [1]})\nduckdb.sql('from frame')",
    "types": (
        "from collections import namedtuple\nfrom dataclasses import dataclass\n"
        "from enum import Enum\nfrom typing import NamedTuple, TypedDict\n"
        "Point = namedtuple('Point', 'x y')\n"
        "@dataclass(frozen=True, order=True)\nclass Seat:\n    row: int\n"
        "class Colour(Enum):\n    RED = 1\n"
        "class Price(TypedDict):\n    pounds: int\n"
        "class Row(NamedTuple):\n    seat: Seat"
    ),
    "logs": (
        "import logging, traceback, warnings\nlogging.getLogger('a').warning('b')\n"
        "warnings.warn('old')\n"
        "try:\n    1 / 0\nexcept ZeroDivisionError:\n    traceback.print_exc()\n"
        "    logging.exception('no')"
    ),
    "a mock": (
        "from unittest.mock import patch\nimport time\n"
        "with patch('time.sleep') as sleep:\n    time.sleep(9)\nsleep.assert_called_once()"
    ),
    "tasks": (
        "import asyncio\n"
        "await asyncio.gather(*(asyncio.create_task(asyncio.sleep(0)) for _ in range(3)))"
    ),
    "files": (
        "import inspect, json\nfrom pathlib import Path\nPath('a.txt').write_text('b')\n"
        "with open('a.txt') as file:\n    file.read()\ninspect.getsource(json.dumps)"
    ),
    "programs": "import subprocess\nsubprocess.run(['ls'], check=True, capture_output=True)",
    "parsers": "import importlib, json, xml.parsers.expat\nimportlib.reload(json)",
    "memory": "import gc, tracemalloc\ngc.collect()\ntracemalloc.start()\ntracemalloc.stop()",
}


@pytest.mark.parametrize("habit", HABITS)
def test_an_honest_habit_is_not_flagged(warm: Warm, habit: str) -> None:
    run, flags = examined(warm, Attack(habit, HABITS[habit] + "\n\ndef answer():\n    return 42"))
    assert flags == ()
    assert run.outputs == ()
