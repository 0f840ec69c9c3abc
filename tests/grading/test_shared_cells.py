"""Cells that all submissions share are run once, but for those that leave something behind."""

import pytest

from labs.grading.examine import Warm, examine
from labs.grading.work import Examined, Limits, Work


def examined(warm: Warm, *cells: str, seconds: float = 30) -> tuple[Examined, int]:
    """The last cell is the submission's own; how many of the others were run once for all."""
    work = Work("ada", "unit", cells, shared=cells[:-1], limits=Limits(cell_seconds=seconds))
    return examine(work, warm), len(warm.branch(work).runs)


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
    thread = "import threading, time\nthreading.Thread(target=time.sleep, args=(9,)).start()"
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
