"""Cells that all submissions share are run once, but for those that leave something behind."""

import sys
from pathlib import Path

import pytest

from labs.grading.examine import Warm, examine
from labs.grading.inside import warm as warm_kernel
from labs.grading.work import Examined, Limits, Work


def examined(warm: Warm, *cells: str, seconds: float = 30) -> tuple[Examined, int]:
    """The last cell is the submission's own; how many of the others were run once for all."""
    work = Work("ada", "unit", cells, shared=cells[:-1], limits=Limits(cell_seconds=seconds))
    done, branch = examine(work, warm), warm.branch(work)
    if branch.reason:
        print(f"Not shared: {branch.reason}.")  # pytest shows it where a test fails
    return done, len(branch.runs)


def test_a_temporary_folder_is_made_in_each_room(warm: Warm) -> None:
    made = "from tempfile import TemporaryDirectory, mkdtemp", "folder = TemporaryDirectory()"
    for _ in range(2):
        done, shared = examined(warm, *made, "len(mkdtemp(dir=folder.name)) > 0")
        (output,) = done.runs[-1].outputs
        assert output["data"]["text/plain"] == "True"
        assert shared == 1


def test_a_server_is_started_in_each_room(warm: Warm) -> None:
    started = "from labs.servers import Valkey", "server = Valkey().launch()"
    done, shared = examined(warm, *started, "import os\nos.path.exists(f'/proc/{server.pid}')")
    assert shared == 1
    (output,) = done.runs[-1].outputs
    assert output["data"]["text/plain"] == "True"


def test_a_library_that_fills_a_cache_is_imported_once(warm: Warm) -> None:
    _, shared = examined(warm, "import matplotlib.pyplot as plt", "plt.plot([1, 2])")
    assert shared == 1


def test_a_temporary_file_that_somebody_clears_away_is_no_change_of_a_cell_s(warm: Warm) -> None:
    """As the folder of a server, which its watcher removes when the cell has proved unsafe."""
    left = "import tempfile\nfolder = tempfile.mkdtemp(prefix='left-')"
    examined(warm, left, "pass")
    clears = "import pathlib, shutil\nfor path in pathlib.Path('/tmp').glob('left-*'):\n"
    _, shared = examined(warm, f"{clears}    shutil.rmtree(path)", "pass")
    assert shared == 1


def test_a_thread_that_is_about_to_end_is_waited_for(warm: Warm) -> None:
    thread = "import threading, time\nthreading.Thread(target=time.sleep, args=(0.1,)).start()"
    _, shared = examined(warm, thread, "pass")
    assert shared == 1


def test_a_seed_is_everybody_s(warm: Warm) -> None:
    for _ in range(2):
        done, shared = examined(warm, "import random\nrandom.seed(7)", "pass", "random.random()")
        assert shared == 2
        (output,) = done.runs[-1].outputs
        assert output["data"]["text/plain"] == "0.32383276483316237"


def test_what_a_cell_did_before_it_proved_unsafe_is_undone(warm: Warm) -> None:
    thread = "import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()"
    done, shared = examined(warm, "seen = []", f"seen.append(1)\n{thread}", "seen")
    assert shared == 1
    (output,) = done.runs[-1].outputs
    assert output["data"]["text/plain"] == "[1]"


@pytest.mark.parametrize("breaks", ["import os\nos._exit(3)", "while True:\n    pass"])
def test_a_cell_that_ends_the_kernel_or_never_ends_is_left_to_each(warm: Warm, breaks: str) -> None:
    done, shared = examined(warm, "x = 1", breaks, "x", seconds=2)
    assert shared == 1
    (output,) = done.runs[-1].outputs
    assert output["data"]["text/plain"] == "1"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows threads as files")
def test_a_thread_that_ends_under_the_look_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def has_ended(path: Path) -> str:
        raise ProcessLookupError(str(path))

    monkeypatch.setattr(Path, "read_text", has_ended)
    monkeypatch.setattr(Path, "readlink", has_ended)
    state = warm_kernel._state()
    assert (state["processes"], state["open files"]) == ("", [])
    assert state["threads"] >= 1
