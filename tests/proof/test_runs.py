"""What is found wrong with the stored run of a notebook, and with running it twice."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output

from labs.course.units import Unit
from labs.proof.runs import AT_ONCE, doubled, problems_before_running, problems_running_twice
from labs.settings import ROOT
from tests.support.notebooks import cell_of, tiny_course

ONE_CELL = "j99-1-06"


def stored(root: Path, **change: Any) -> list[str]:
    """What is said of the tiny unit's stored run after a change of one cell."""

    def edit(notebook: NotebookNode) -> None:
        cell_of(notebook, ONE_CELL).update(change)

    return problems_before_running(tiny_course(root, edit=edit).read())


def test_a_notebook_that_was_run_from_top_to_bottom_is_fine(tmp_path: Path) -> None:
    assert problems_before_running(tiny_course(tmp_path).read()) == []


def test_a_cell_that_was_never_executed_is_caught(tmp_path: Path) -> None:
    (problem,) = stored(tmp_path, execution_count=None)
    assert f"Cell {ONE_CELL} was never executed" in problem


def test_cells_executed_out_of_order_are_caught(tmp_path: Path) -> None:
    (problem,) = stored(tmp_path, execution_count=44)
    assert f"Cell {ONE_CELL} was executed as number 44, but stands at 4" in problem


def test_a_stored_error_is_caught(tmp_path: Path) -> None:
    error = new_output("error", ename="ValueError", evalue="no seat", traceback=[])
    (problem,) = stored(tmp_path, outputs=[error])
    assert f"Cell {ONE_CELL} stores the error ValueError: no seat" in problem


def test_stored_stderr_is_caught(tmp_path: Path) -> None:
    (problem,) = stored(tmp_path, outputs=[new_output("stream", name="stderr", text="oh\n")])
    assert f"Cell {ONE_CELL} wrote to stderr: 'oh'" in problem


def test_a_notebook_without_a_kernel_is_caught(tmp_path: Path) -> None:
    unit = tiny_course(tmp_path, edit=lambda notebook: notebook.metadata.pop("kernelspec"))
    (problem,) = problems_before_running(unit.read())
    assert "names the kernel None, not 'python3'" in problem


def test_a_doubled_notebook_has_each_code_cell_twice_in_a_row(tmp_path: Path) -> None:
    notebook = tiny_course(tmp_path).read()
    twice = [cell.source for cell in doubled(notebook).cells if cell.cell_type == "code"]
    once = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert twice[::2] == twice[1::2] == once
    ids = [cell.id for cell in doubled(notebook).cells]
    assert len(ids) == len(set(ids))


def running(root: Path, source: str) -> list[str]:
    """What is said of running the tiny unit twice, with this in one of its cells."""
    return problems_running_twice(tiny_course(root, sources={ONE_CELL: source}, executed=False))


def test_a_unit_that_can_be_run_again_is_fine(tmp_path: Path) -> None:
    assert problems_running_twice(tiny_course(tmp_path)) == []


def test_a_cell_that_breaks_when_it_is_run_again_is_caught(tmp_path: Path) -> None:
    found = running(tmp_path, "assert 'once' not in dir(), 'again'\nonce = True")
    assert len(found) == 2
    assert f"kernel 1 of 2: cell {ONE_CELL}, second run" in found[0]
    assert "AssertionError: again" in found[0]


def test_kernels_that_get_into_each_others_way_are_caught(tmp_path: Path) -> None:
    waits_for_another = (
        "import os, pathlib, time\n"
        "pathlib.Path(f'{os.getpid()}.here').touch()\n"
        "deadline = time.monotonic() + 60\n"
        "while len(os.listdir()) < 2 and time.monotonic() < deadline:\n"
        "    time.sleep(0.01)\n"
        "assert len(os.listdir()) < 2, 'somebody else is here'"
    )
    found = running(tmp_path, waits_for_another)
    assert "kernel 1 of 2" in found[0]
    assert "somebody else is here" in found[0]


def test_what_a_unit_leaves_behind_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labs.proof.leftovers.CLEAN_SECONDS", 0)
    leaves = (
        "import pathlib, subprocess, sys, tempfile\n"
        "pathlib.Path('notes.txt').touch()\n"
        "pathlib.Path(tempfile.gettempdir(), 'seats').mkdir(exist_ok=True)\n"
        "end = 'import time; time.sleep(600)'\n"
        "program = subprocess.Popen([sys.executable, '-c', end], start_new_session=True)"
    )
    found = running(tmp_path, leaves)
    assert end_what_was_left(found)
    assert "J99.1 left the file notes.txt in its folder behind." in found
    assert "J99.1 left the temporary folder seats behind." in found


def test_a_real_server_that_a_unit_leaves_behind_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labs.proof.leftovers.CLEAN_SECONDS", 0)
    leaks = "from labs.servers import Valkey\nValkey.start(own=True).let_go()"
    found = running(tmp_path, leaks)
    assert end_what_was_left(found) == ["valkey-server"] * 2 * AT_ONCE  # each cell runs twice
    folders = [said for said in found if "left the temporary folder flytower-valkey-" in said]
    assert len(folders) == 2 * AT_ONCE


def end_what_was_left(found: list[str]) -> list[str]:
    """The names of the processes that were left; they are ended.

    A report may name a process twice: its summary is cut at the terminal's width, or is not.
    """
    left = dict(re.findall(r"left the process (\d+) \((.+)\)", "\n".join(found)))
    for process in left:
        os.kill(int(process), signal.SIGKILL)
    return list(left.values())


def nbval(unit: Unit) -> subprocess.CompletedProcess[str]:
    """Run the unit under nbval, seeing what it leaves behind, but not waiting for it to go."""
    folder = unit.path.parent
    places = folder.parents[2] / "places"
    places.mkdir()
    (places / "impatient.py").write_text(
        "from labs.proof import leftovers\nleftovers.CLEAN_SECONDS = 0"
    )
    program = [sys.executable, "-m", "pytest", "--nbval", "-p", "no:cacheprovider", "-q"]
    plugins = ["-p", "impatient", "-p", "tests.support.nbval_runs"]
    return subprocess.run(
        [*program, *plugins, "--rootdir", folder, "-c", "/dev/null", unit.path],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, places)))},
    )


@pytest.mark.parametrize("stale", [False, True], ids=["fresh", "stale"])
def test_strict_nbval_catches_a_stale_output_and_nothing_else(tmp_path: Path, stale: bool) -> None:
    def edit(notebook: NotebookNode) -> None:
        if stale:
            cell_of(notebook, ONE_CELL).outputs[0].text = "row 1: 41\n"

    run = nbval(tiny_course(tmp_path, edit=edit))
    assert run.returncode == int(stale), run.stdout
    assert ("row 1: 41" in run.stdout) == stale


def test_a_real_server_that_is_left_behind_under_nbval_is_caught(tmp_path: Path) -> None:
    leaks = (
        "from labs.servers import Valkey\n"
        "Valkey.start(own=True).let_go()\n"
        "open('notes.txt', 'w').close()"
    )

    def edit(notebook: NotebookNode) -> None:
        cell_of(notebook, ONE_CELL).update(source=leaks, outputs=[])

    run = nbval(tiny_course(tmp_path, edit=edit))
    assert end_what_was_left(run.stdout.splitlines()) == ["valkey-server"], run.stdout
    assert "99.1-a-trial-unit.ipynb left the temporary folder flytower-valkey-" in run.stdout
    assert "99.1-a-trial-unit.ipynb left the file notes.txt in its folder behind." in run.stdout
    assert "1 error" in run.stdout
