"""Which values code is made to ask about."""

import ast
from types import CodeType
from typing import Any

import pytest

from labs.grading.inside.asking import MadeUpError, asking


class Anything:
    """Equal to whatever it meets; it has a size, and can be called."""

    def __eq__(self, other: object) -> bool:
        return True

    def __lt__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 1

    def __len__(self) -> int:
        return 3


def run(code: CodeType, **names: Any) -> dict[str, Any]:
    exec(code, names)  # noqa: S102 - the code of this module
    return names


def asked(source: str) -> CodeType:
    return asking(ast.parse(source), "<checks>")


COMPARED = [
    "answer == 1",
    "1 != answer",
    "1 in [answer]",
    "answer in (1, 2)",
    "rows == [(1, 2)]",
    "(1, 2) in rows",
    "{1: 2}[answer]",
    "{1: 2}.get(answer)",
    "(answer or 1) == 1",
    "[one for one in rows] == [(1, 2)]",
    "{2: one for one in rows} == {2: (1, 2)}",
    "[answer][:] + [] == [1]",
    "{1} - {answer}",
    "answer & {1}",
    "{1: 2}.get(*[answer])",
    "dict(**{'one': answer})",
    "sorted([answer, 1])",
    "max(answer, 1)",
    "sum([answer])",
    "set([answer])",
    "list(map(answer.__eq__, [answer]))",
    "match answer:\n    case 1:\n        pass",
    "def same(one):\n    return one == 1\nsame(answer)",
    "def same(one, two=1):\n    return two in one\nsame(one=[answer])",
    "from functools import cache\n@cache\ndef kept(one):\n    return one\nkept(answer)",
    "def same(one):\n    return one\nsame = {1: 2}.get\nsame(answer)",
    "def same(one):\n    return one\ndef f(same):\n    return same(answer)\nf({1: 2}.get)",
    "len = {1: 2}.get\nlen(answer)",
    "def f(print):\n    print(answer)\nf({1: 2}.get)",
    "for list in [{1: 2}.get]:\n    list(answer)",
    "from operator import *\nlen(answer)",
    "import math\nmath = answer\nmath == 1",
    "class One:\n    pass\ndef f(One):\n    return One == 1\nf(answer)",
]


@pytest.mark.parametrize("source", COMPARED)
def test_what_is_compared_or_handed_on_is_asked(source: str) -> None:
    with pytest.raises(MadeUpError, match="Anything"):
        run(asked(source), answer=Anything(), rows=[(1, Anything())])


NOT_COMPARED = [
    "assert len(answer) == 3 and isinstance(answer, object)",
    "print(repr(answer), type(answer))",
    "def size():\n    return len(answer)\nassert size() == 3",
    "[one for one in [answer]]",
    "judge.that(answer)",
]


@pytest.mark.parametrize("source", NOT_COMPARED)
def test_what_nothing_is_compared_with_is_not(source: str) -> None:
    class Judge:
        that = staticmethod(bool)

    run(asked(source), answer=Anything(), judge=Judge)
