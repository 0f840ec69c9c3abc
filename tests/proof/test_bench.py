"""`labs bench`: it measures what it says, with the servers' memory, and judges by the budget."""

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from labs.course.units import Unit
from labs.proof.bench import BenchError, Measured, bench_units, bench_valkey
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


def test_the_start_of_a_server_is_measured() -> None:
    measured = bench_valkey()
    assert measured.value > 0
    assert (measured.budget, measured.unit) == (0.15, "s")


def test_the_budget_itself_is_within() -> None:
    assert Measured(what="", value=1, budget=1, unit="s").within
    assert not Measured(what="", value=1.01, budget=1, unit="s").within
