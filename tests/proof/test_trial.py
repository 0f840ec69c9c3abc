"""Trials of answers, and the files that hold them."""

from collections.abc import Mapping
from pathlib import Path

import psutil
import pytest

from labs.course.units import Unit
from labs.languages import compiling
from labs.proof import trial_process
from labs.proof.trial import (
    TrialError,
    alone,
    exercises,
    reference,
    stub,
    try_out,
)
from labs.proof.verdicts import Cell, Task, Variant, Verdict
from tests.support.notebooks import SETUP, tiny_course

RIGHT = "def free_seats(sold):\n    return SEATS - len(set(sold))\n"


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Unit:
    return tiny_course(tmp_path_factory.mktemp("course"))


def with_answer(source: str, **more: object) -> Variant:
    return Variant.model_validate(
        {"name": "an answer", "answers": {"E1-answer": source}, "only": "E1", **more}
    )


def judge_one(unit: Unit, source: str, **more: object) -> Verdict:
    (verdict,) = try_out(unit, [with_answer(source, **more)])
    return verdict


def test_the_reference_passes_and_stubs_fail_where_they_stand(unit: Unit) -> None:
    variants = [reference(), stub(unit), *(alone(unit, name) for name in exercises(unit))]
    passed = [
        [result.grade_id for result in verdict.results if result.passed]
        for verdict in try_out(unit, variants)
    ]
    first, second = ["E1-counts", "E1-twice"], ["E2-share", "E2-least"]
    assert passed == [first + second, [], first, second]


def test_a_verdict_gives_the_exception_and_its_message(unit: Unit) -> None:
    verdict = judge_one(unit, "def free_seats(sold):\n    return SEATS - len(sold)")
    assert [str(result) for result in verdict.results] == [
        "E1-counts passed",
        "E1-twice AssertionError: free_seats((3, 3)) gave 38: sold twice",
    ]


def test_an_answer_that_does_not_compile_fails_its_tests_and_no_others(unit: Unit) -> None:
    variant = Variant(name="typo", answers={"E1-answer": "def free_seats(sold"})
    (verdict,) = try_out(unit, [variant])
    assert [result.error for result in verdict.results] == ["NameError", "NameError", "", ""]


def test_one_that_stops_at_the_first_failure_runs_no_more(unit: Unit) -> None:
    verdict = judge_one(unit, "free_seats = None", stop_at_first=True)
    assert [result.grade_id for result in verdict.results] == ["E1-counts"]
    assert verdict.result("E1-twice").error == "not run"


def test_one_that_is_judged_until_a_cell_runs_no_graded_cell_before_it(unit: Unit) -> None:
    verdict = judge_one(unit, RIGHT, until="E1-twice")
    assert [str(result) for result in verdict.results] == ["E1-twice passed"]


def test_one_that_is_judged_until_a_cell_runs_no_more(unit: Unit) -> None:
    verdict = judge_one(unit, RIGHT, until="E1-counts")
    assert [str(result) for result in verdict.results] == ["E1-counts passed"]


@pytest.mark.parametrize(
    "writes",
    ["import sys; print('oh', file=sys.stderr)", "import os; os.write(2, b'oh')"],
    ids=["from Python", "from elsewhere"],
)
def test_a_graded_cell_that_writes_to_stderr_gets_nothing(unit: Unit, writes: str) -> None:
    verdict = judge_one(
        unit, f"def free_seats(sold):\n    {writes}\n    return 40 - len(set(sold))"
    )
    assert {result.error for result in verdict.results} == {"stderr"}
    assert "oh" in verdict.result("E1-counts").message


def test_stderr_of_an_answer_cell_is_not_held_against_its_tests(unit: Unit) -> None:
    assert judge_one(unit, f"import sys; print('oh', file=sys.stderr)\n{RIGHT}").full_points


def test_an_answer_without_an_end_is_killed_with_all_that_it_started(unit: Unit) -> None:
    program = f"sleep {60_000 + hash(unit.path) % 10_000}"
    endless = f"import subprocess\nsubprocess.Popen({program.split()})\nwhile True: pass"
    verdict = judge_one(unit, endless, seconds=0.5)
    assert "still running after 0.5 s" in verdict.problem
    assert not verdict.full_points
    lines = [
        " ".join(process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"])
    ]
    assert program not in lines


def test_an_answer_that_ends_the_process_disturbs_nobody(unit: Unit) -> None:
    ends = with_answer("def free_seats(sold):\n    import os\n    os._exit(3)")
    exits = with_answer("def free_seats(sold):\n    raise SystemExit")
    died, raised, fine = try_out(unit, [ends, exits, reference()])
    assert "exit code 3" in died.problem
    assert raised.result("E1-counts").error == "SystemExit"
    assert fine.full_points


def test_variants_do_not_see_one_another(unit: Unit) -> None:
    spoiling, fine = try_out(unit, [with_answer("SEATS = 0"), reference()])
    assert not spoiling.full_points
    assert fine.full_points


def test_what_graded_cells_import_is_loaded_once_for_all_variants(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads = tmp_path / "loads"
    (tmp_path / "checks_of_chairs.py").write_text(f"open({str(loads)!r}, 'a').write('loaded ')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    test = "import no_such_module_here\nfrom checks_of_chairs import loads"
    unit = tiny_course(tmp_path, sources={"E1-counts": test}, executed=False)
    for verdict in try_out(unit, [reference(), stub(unit)]):
        assert verdict.result("E1-counts").error == "ModuleNotFoundError"
    assert loads.read_text() == "loaded "


def test_answers_may_await_and_use_magics(unit: Unit) -> None:
    source = f"import asyncio\nawait asyncio.sleep(0)\n%who\n!true\n{RIGHT}"
    assert judge_one(unit, source).full_points


def test_a_judge_can_show_the_line_of_the_answer(unit: Unit) -> None:
    raising = "def free_seats(sold):\n    1 / 0  # here"
    looks = (
        "import linecache, sys\n"
        "try:\n    free_seats(())\n"
        "except ZeroDivisionError as error:\n"
        "    code = error.__traceback__.tb_next.tb_frame.f_code\n"
        "    raise AssertionError(code.co_filename + linecache.getline(code.co_filename, 2))"
    )
    variant = Variant(name="line", answers={"E1-answer": raising, "E1-counts": looks}, only="E1")
    (verdict,) = try_out(unit, [variant])
    assert verdict.result("E1-counts").message == "<E1-answer>    1 / 0  # here\n"


def test_a_failing_setup_is_an_error_that_names_the_cell(tmp_path: Path) -> None:
    broken = tiny_course(tmp_path, sources={"j99-1-02": "raise OSError('no room')"}, executed=False)
    with pytest.raises(TrialError, match=r"J99.1 .*'j99-1-02' raised OSError: no room"):
        try_out(broken, [reference()])


def test_what_setup_cells_print_does_not_disturb_the_replies(tmp_path: Path) -> None:
    loud = f"{SETUP}\nimport os\nos.write(1, b'loud')\n"
    assert try_out(tiny_course(tmp_path, sources={"j99-1-02": loud}), [reference()])[0].full_points


def test_what_checks_measure_beforehand_is_done_once_for_all_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "measuring.py"
    room.write_text(f"def before_all():\n    open({str(tmp_path / 'runs')!r}, 'a').write('.')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    counting = tiny_course(
        tmp_path, sources={"E1-counts": "import measuring\nassert free_seats(())"}, executed=False
    )
    verdicts = try_out(counting, [reference(), reference()])
    assert [verdict.result("E1-counts").passed for verdict in verdicts] == [True, True]
    assert (tmp_path / "runs").read_text() == "."


def test_what_cannot_be_measured_beforehand_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "measuring.py"
    room.write_text("def before_all():\n    raise RuntimeError('the stores cannot be counted')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    broken = tiny_course(tmp_path, sources={"E1-counts": "import measuring"}, executed=False)
    with pytest.raises(TrialError, match="the stores cannot be counted"):
        try_out(broken, [reference()])


def test_what_checks_compile_beside_an_answer_is_compiled_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[Mapping[str, str]] = []
    monkeypatch.setattr(compiling, "compile_together", seen.extend)
    cell = Cell(
        name="E1-answer",
        source="%%program a.ts\nreference",
        exercise="E1",
        setup=False,
        graded=False,
    )
    variants = [reference(), Variant(name="slip", answers={"E1-answer": "%%program a.ts\nslip"})]
    task = Task(cells=[cell], variants=variants)
    trial_process.compile_programs(task, [lambda kernel: [{**kernel, "b.ts": "stands in"}]])
    told = [(each["a.ts"].strip(), each.get("b.ts")) for each in seen]
    assert told == [
        ("reference", None),
        ("slip", None),
        ("reference", "stands in"),
        ("slip", "stands in"),
    ]
