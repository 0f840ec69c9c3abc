"""`labs bench`: it measures what it says, with the servers' memory, and judges by the budget."""

import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from labs.course.units import Unit, find_unit
from labs.proof import bench
from labs.proof.bench import BenchError, Measured, bench_units, bench_valkey
from labs.proof.cost import Cost, CostError, cost
from tests.support.notebooks import tiny_course

CHILD = "import time; held = bytearray(150_000_000); print('held', flush=True); time.sleep(60)"
HUNGRY = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {CHILD!r}], stdout=subprocess.PIPE)
child.stdout.readline()
time.sleep(1)
child.kill()
code = child.wait()"""


def unit_with(tmp_path: Path, source: str) -> Unit:
    return tiny_course(
        tmp_path, edit=lambda nb: nb.cells.insert(2, new_code_cell(source)), executed=False
    )


def test_a_units_time_and_the_memory_of_what_it_starts_are_measured(tmp_path: Path) -> None:
    seconds, memory = bench_units([unit_with(tmp_path, HUNGRY)])
    assert (seconds.what, seconds.unit, memory.unit) == ("J99.1, run", "s", "MB")
    assert seconds.value > 1
    assert memory.value > 180  # the child's 150, and a kernel's


def test_a_unit_that_fails_is_an_error_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"J99\.1 cannot be measured.*ZeroDivisionError"):
        list(bench_units([unit_with(tmp_path, "1 / 0")]))


BURN = "import time\nwhile time.process_time() < 1: pass"
BUSY = f"""
import subprocess, sys
subprocess.run([sys.executable, "-c", {BURN!r}], check=True)
outlives = subprocess.Popen([sys.executable, "-c", {BURN!r}], start_new_session=True)"""


@pytest.mark.skipif(sys.platform != "linux", reason="nobody else can wait for orphans")
def test_cpu_is_counted_with_all_that_a_unit_starts_and_leaves(tmp_path: Path) -> None:
    spent = cost(unit_with(tmp_path, BUSY))
    assert spent.run > 2
    assert 0 < spent.answers < spent.run


def test_the_dearest_unit_is_first_and_the_whole_is_last(monkeypatch: pytest.MonkeyPatch) -> None:
    units = [find_unit("J05.1"), find_unit("J05.2")]
    costs = {"J05.1": Cost(run=8, answers=12), "J05.2": Cost(run=12, answers=33)}
    monkeypatch.setattr(bench, "cost", lambda unit: costs[unit.name])
    dear, cheap, whole = bench.bench_tests(units)
    assert dear.what == "J05.2, CPU in `make test` (run 12, answers 33)"
    assert (dear.value, dear.within) == (45, False)
    assert (cheap.value, cheap.budget) == (20, 40)
    assert (whole.what, whole.value) == ("all 2 units, CPU in `make test`", 65)
    assert whole.budget == 80


def test_a_unit_that_cannot_be_judged_costs_nobody_knows_what(tmp_path: Path) -> None:
    with pytest.raises(
        CostError, match=r"J99\.1 cannot be measured, as it fails: .*ZeroDivisionError"
    ):
        cost(unit_with(tmp_path, "1 / 0"))


def test_the_start_of_a_server_is_measured() -> None:
    measured = bench_valkey()
    assert measured.value > 0
    assert (measured.budget, measured.unit) == (0.15, "s")


def test_the_budget_itself_is_within() -> None:
    assert Measured(what="", value=1, budget=1, unit="s").within
    assert not Measured(what="", value=1.01, budget=1, unit="s").within
