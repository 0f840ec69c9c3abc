"""Failed checks as `labs check` shows them: one cause once, in lines that fit the terminal."""

import pytest

from labs.course.check_report import CheckedTest
from labs.course.messages import refolded, told_once
from labs.judges import CheckFailed

LONG = "page:7 is kept for an hour, and so is the copy-on-write of the front page, whoever asks. "


def failed(title: str, **parts: str) -> str:
    return str(CheckFailed(title, **parts))


def test_a_typo_is_told_once_with_all_that_fails_of_it() -> None:
    wrong = {"came_back": "NameError: name 'cahce' is not defined", "likely": "it is spelt so."}
    tests = [
        CheckedTest("E1-hits", 0, 1, failed("E1: hits", called="read(7)", **wrong)),
        CheckedTest("E1-keys", 1, 1),
        CheckedTest("E1-gone", 0, 1, failed("E1: gone", called="read(0), then read(1)", **wrong)),
    ]
    ((names, message),) = told_once(tests)
    assert names == ["E1-hits", "E1-gone"]
    assert message.splitlines()[:3] == ["✘ E1: hits", "✘ E1: gone", "  called     read(7)"]
    assert message.count("cahce") == 1


@pytest.mark.parametrize("name", ["came_back", "likely"])
def test_what_fails_of_another_cause_is_told_by_itself(name: str) -> None:
    parts = {"called": "read(7)", "came_back": "3 calls", "likely": "never kept."}
    other = parts | {name: "something else"}
    tests = [
        CheckedTest("E1-a", 0, 1, failed("E1: a", **parts)),
        CheckedTest("E1-b", 0, 1, failed("E1: b", **other)),
    ]
    assert [names for names, _ in told_once(tests)] == [["E1-a"], ["E1-b"]]


def test_an_error_that_is_no_failed_check_is_told_once_too() -> None:
    tests = [CheckedTest(name, 0, 1, "It ran for more than 120 s.") for name in ("E1-a", "E1-b")]
    assert told_once(tests) == [(["E1-a", "E1-b"], "It ran for more than 120 s.")]


@pytest.mark.parametrize("width", [40, 60, 78, 120])
def test_a_message_keeps_its_words_and_fits(width: int) -> None:
    message = failed(f"E1: {LONG}", called="read(7)", came_back=LONG * 2, likely=LONG * 3)
    lines = refolded(message, width).splitlines()
    assert max(map(len, lines)) <= width
    assert " ".join(" ".join(lines).split()) == " ".join(message.split())


def test_a_line_is_folded_once_and_not_twice() -> None:
    message = failed("E1: kept", came_back="3", likely=LONG * 3)
    lines = refolded(message, 78).splitlines()[2:]
    assert len(lines) == -(-len(LONG * 3) // 65)
    assert all(line.startswith(" " * 13) for line in lines[1:])


def test_lines_that_a_value_has_itself_stay_lines() -> None:
    rows = failed("E1: rows", came_back="(1, 'Ada')\n(2, 'Ben')", expected="(1, 'Ada')")
    assert refolded(rows, 78) == rows
