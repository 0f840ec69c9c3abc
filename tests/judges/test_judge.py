"""What a failing check says. Cells are compiled under names such as <E1-answer>, as judges do."""

import linecache
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets.config import Config

from labs.judges import CheckFailed, judging

Cell = Callable[[str, str], None]

JUDGE = """
from labs.judges import judging

def judge_double(number, of=lambda page_id: page_id):
    with judging("E1: the number is doubled") as judge:
        got = double(number, of)
        judge.that(got["twice"] == 2 * number, called=f"double({number})", got=got,
                   expected=2 * number, likely="you add where you should multiply.")
"""


@pytest.fixture
def run_cell() -> Cell:
    """Runs cells in one namespace, each under the file name <name> and known to linecache."""
    namespace: dict[str, object] = {}

    def run(name: str, source: str) -> None:
        file = f"<{name}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        exec(compile(source, file, "exec"), namespace)  # noqa: S102

    return run


@pytest.fixture
def failure(run_cell: Cell) -> Callable[..., str]:
    """What the judge above says of an answer."""

    def text(answer: str, call: str = "judge_double(7)") -> str:
        run_cell("E1-answer", answer)
        run_cell("E1-double", JUDGE)
        with pytest.raises(CheckFailed) as caught:
            run_cell("E1-double", JUDGE + call)
        return str(caught.value)

    return text


def test_a_pass_prints_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with judging("E1: it works") as judge:
        judge.that(True, called="f()", got=1, expected=1)
    assert capsys.readouterr().out == "✔ E1: it works\n"


def test_a_wrong_value_is_told_in_five_lines() -> None:
    with pytest.raises(CheckFailed) as caught, judging("E1: keys") as judge:
        judge.that(False, called="key(7)", got="7", expected="page:7", likely="put page: in front.")
    assert str(caught.value).splitlines() == [
        "✘ E1: keys",
        "  called     key(7)",
        "  came back  7",
        "  expected   page:7",
        "  likely     put page: in front.",
    ]


def test_the_first_cause_whose_symptom_is_there_is_shown() -> None:
    with pytest.raises(CheckFailed) as caught, judging("E1") as judge:
        judge.that(
            False,
            called="f()",
            got=1,
            expected=2,
            likely=[(False, "not this."), (True, "this."), (True, "nor this.")],
        )
    assert "likely     this." in str(caught.value)
    assert "not this" not in str(caught.value)


def test_equal_looking_values_show_their_types() -> None:
    with pytest.raises(CheckFailed) as caught, judging("E1") as judge:
        judge.that(False, called="f()", got="7", expected=7)
    assert "came back  '7' (str)" in str(caught.value)
    assert "expected   7 (int)" in str(caught.value)


def test_long_values_are_shown_where_they_differ() -> None:
    numbers = list(range(1_000))
    with pytest.raises(CheckFailed) as caught, judging("E1") as judge:
        judge.that(False, called="f()", got=[*numbers, -5], expected=[*numbers, 5])
    text = str(caught.value)
    assert "998, 999, -5]" in text
    assert "998, 999, 5]" in text


@pytest.mark.parametrize(
    "value",
    [
        "x" * 5_000,
        "word " * 5_000,
        "line\n" * 500,
        list(range(5_000)),
        "",
        " \n",
        "a\n\n\nb\n\n\nc",
    ],
    ids=["one word", "words", "lines", "list", "empty", "blank", "empty lines"],
)
def test_a_message_never_has_more_than_twelve_narrow_lines(value: object) -> None:
    with pytest.raises(CheckFailed) as caught, judging("E1 " * 100) as judge:
        judge.that(False, called=str(value), got=value, expected=value, likely=str(value))
    lines = str(caught.value).splitlines()
    assert 3 <= len(lines) <= 12
    assert max(map(len, lines)) <= 110


def test_a_value_whose_repr_fails_does_not_hide_the_message() -> None:
    class Broken:
        def __repr__(self) -> str:
            raise RuntimeError

    with pytest.raises(CheckFailed, match="E1"), judging("E1") as judge:
        judge.that(False, called="f()", got=Broken(), expected=1)


def test_a_stub_reads_as_not_written_yet(failure: Callable[..., str]) -> None:
    text = failure("def double(number, of):\n    raise NotImplementedError()")
    assert "not written yet, or written and not run" in text
    assert re.search(r"where +line 2 of the cell, in double: raise NotImplementedError\(\)", text)


def test_a_missing_answer_reads_as_a_cell_that_was_not_run(failure: Callable[..., str]) -> None:
    text = failure("")
    assert "the cell above was not run" in text
    assert "a cell that defines double" in text


def test_an_error_is_placed_in_the_learners_line(failure: Callable[..., str]) -> None:
    text = failure("def double(number, of):\n    total = number\n    return total['twice']")
    assert "called     double(number, of)  with number = 7" in text
    assert "came back  TypeError: 'int' object is not subscriptable" in text
    assert "where      line 3 of the cell, in double: return total['twice']" in text
    assert "likely     the line below raised it, or what that line calls." in text


CALLING = """
from labs.judges import judging

def judge_double(number):
    with judging("E1: the number is doubled") as judge:
        with judge.calling(f"double({number}), the first", likely=lambda error: [
            (isinstance(error, TypeError), "a text is no number.")]):
            double(number, None)
"""


@pytest.mark.parametrize(
    ("body", "likely"),
    [
        ("return number + ''", "a text is no number."),
        ("return number / 0", "the line below raised"),
    ],
)
def test_an_error_of_a_call_is_told_with_the_call_and_its_cause(
    run_cell: Cell, body: str, likely: str
) -> None:
    run_cell("E1-answer", f"def double(number, of):\n    {body}")
    with pytest.raises(CheckFailed) as caught:
        run_cell("E1-double", CALLING + "judge_double(7)")
    said = caught.value.parts
    assert said["called"] == "double(7), the first"
    assert said["likely"].startswith(likely)
    assert said["where"] == f"line 2 of the cell, in double: {body}"


def test_a_call_of_a_stub_reads_as_not_written_yet(run_cell: Cell) -> None:
    run_cell("E1-answer", "def double(number, of):\n    raise NotImplementedError()")
    with pytest.raises(CheckFailed, match="not written yet"):
        run_cell("E1-double", CALLING + "judge_double(7)")


def test_an_unknown_name_inside_of_an_answer_is_the_learners_line(
    failure: Callable[..., str],
) -> None:
    text = failure("def double(number, of):\n    return jsn.dumps(number)")
    assert "NameError: name 'jsn' is not defined" in text
    assert "line 2 of the cell, in double" in text


def test_an_error_of_a_library_is_placed_in_the_learners_line(failure: Callable[..., str]) -> None:
    text = failure("import json\ndef double(number, of):\n    return json.loads('{')")
    assert "JSONDecodeError" in text
    assert "line 3 of the cell, in double: return json.loads('{')" in text


def test_an_error_of_what_the_judge_passed_in_is_placed_where_the_learner_called_it(
    failure: Callable[..., str],
) -> None:
    text = failure(
        "def double(number, of):\n    return of('7')",
        "judge_double(7, of=lambda page_id: {7: 'Dido'}[page_id])",
    )
    assert "came back  KeyError: '7'" in text
    assert "line 2 of the cell, in double: return of('7')" in text


def test_a_missing_return_is_not_blamed_on_a_line_of_the_learner(
    failure: Callable[..., str],
) -> None:
    text = failure("def double(number, of):\n    number * 2")
    assert "came back  got = None" in text
    assert 'expected   a value with which the check can go on: got["twice"]' in text
    assert "is a `return` missing, or is nothing kept?" in text
    assert "where" not in text


def test_an_answer_of_another_type_is_shown_as_it_came_back(failure: Callable[..., str]) -> None:
    text = failure("def double(number, of):\n    return (7, 14)")
    assert "came back  got = (7, 14)" in text
    assert "is a `return` missing" not in text
    assert "compare type, shape and names with the text (TypeError: tuple" in text


def test_an_error_of_the_check_with_nothing_to_show_is_told_once(run_cell: Cell) -> None:
    source = "from labs.judges import judging\nwith judging('E1') as judge:\n    "
    with pytest.raises(CheckFailed) as caught:
        run_cell("E1-check", f"{source}{{}}['seats']")
    assert str(caught.value).splitlines() == [
        "✘ E1",
        "  came back  KeyError: 'seats'",
        "  expected   a value with which the check can go on: {}['seats']",
        "  likely     compare type, shape and names with the text.",
    ]


def test_an_answer_without_known_source_is_told_by_its_line(run_cell: Cell) -> None:
    run_cell("E1-answer", "def double(number, of):\n    return 1 / 0")
    run_cell("E1-double", JUDGE)
    with pytest.raises(CheckFailed) as caught:
        run_cell("E1-call", "import linecache; linecache.clearcache(); judge_double(7)")
    assert "where      line 2 of the cell, in double" in str(caught.value)


def test_a_broken_server_is_not_told_as_a_wrong_answer(run_cell: Cell) -> None:
    starts = "__name__ = 'labs.servers.valkey'\ndef start(): raise RuntimeError('no server')"
    with pytest.raises(RuntimeError, match="no server"), judging("E1"):
        exec(compile(starts + "\nstart()", "servers/valkey.py", "exec"), {})  # noqa: S102
    with pytest.raises(CheckFailed), judging("E1"):
        exec(compile(starts[starts.index("\n") + 1 :] + "\nstart()", "x.py", "exec"), {})  # noqa: S102


@pytest.mark.parametrize(
    ("given", "is_a"), [(type("Seats", (), {}), "a class"), (40, "a int"), (None, "a NoneType")]
)
def test_what_is_no_function_is_told_by_its_name(given: Any, is_a: str) -> None:
    free_seats = given
    with pytest.raises(CheckFailed) as caught, judging("E1") as judge:
        judge.equal(free_seats([3, 7]), 38, called="free_seats([3, 7])")
    lines = str(caught.value).splitlines()
    assert lines[1] == "  called     free_seats([3, 7])"
    assert lines[3] == "  expected   a function called free_seats"
    assert f"free_seats is {is_a} here" in lines[4]


def test_what_is_not_equal_is_shown_as_it_is() -> None:
    with pytest.raises(CheckFailed) as caught, judging("E1") as judge:
        judge.equal("", None, called="f()", likely="return nothing.")
    assert str(caught.value).splitlines()[2:] == [
        "  came back  ''",
        "  expected   None",
        "  likely     return nothing.",
    ]
    with judging("E1") as judge:
        judge.equal([1], [1], called="f()")


def test_an_interrupt_is_let_through() -> None:
    with pytest.raises(KeyboardInterrupt), judging("E1"):
        raise KeyboardInterrupt


# --- in IPython ---------------------------------------------------------------------------

PASSES = "with judging('E1: it works') as judge: judge.that({}, called='f()', got=1, expected=2)\n"


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    shell.run_cell("from labs.judges import judging")
    yield shell
    InteractiveShell.clear_instance()


def printed_by(shell: InteractiveShell, source: str) -> str:
    with capture_output() as captured:
        shell.run_cell(source)
    return str(captured.stdout)


def test_a_cell_that_judges_twice_says_so_once(shell: InteractiveShell) -> None:
    assert printed_by(shell, PASSES.format(True) * 2) == "✔ E1: it works\n"
    assert printed_by(shell, PASSES.format(True)) == "✔ E1: it works\n", "and again when run again"


def test_where_learners_work_a_pass_is_green_and_stored_outputs_are_plain(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LABS_TEST", "LABS_QUIET", "NBGRADER_EXECUTION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LABS_COLOUR", "1")
    assert printed_by(shell, PASSES.format(True)) == "\x1b[1;32m✔ E1: it works\x1b[0m\n"
    for name in ("LABS_TEST", "LABS_QUIET"):
        with monkeypatch.context() as outer:
            outer.setenv(name, "1")
            assert printed_by(shell, PASSES.format(True)) == "✔ E1: it works\n"


def test_a_cell_that_fails_at_its_second_data_shows_no_tick(shell: InteractiveShell) -> None:
    text = printed_by(shell, PASSES.format(True) + PASSES.format(False))
    assert "✘ E1: it works" in text
    assert "✔" not in text
    assert printed_by(shell, "pass") == "", "and no tick is left for a later cell"


def test_a_failure_in_a_notebook_shows_no_traceback(shell: InteractiveShell) -> None:
    text = printed_by(shell, PASSES.format(False))
    assert text.splitlines()[0] == "✘ E1: it works"
    assert "Traceback" not in text
    assert len(text.splitlines()) <= 12
