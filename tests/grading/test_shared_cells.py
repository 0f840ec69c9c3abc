"""Cells that all submissions share are run once, but for those that leave something behind."""

from labs.grading.judge import Warm, judge
from labs.grading.work import Judged, Work


def judged(warm: Warm, *cells: str) -> tuple[Judged, int]:
    """The last cell is the submission's own; how many of the others were run once for all."""
    work = Work("ada", "unit", cells, shared=cells[:-1])
    return judge(work, warm), len(warm.branch(work).runs)


def test_a_temporary_folder_is_made_in_each_room(warm: Warm) -> None:
    made = "from tempfile import TemporaryDirectory, mkdtemp", "folder = TemporaryDirectory()"
    for _ in range(2):
        done, shared = judged(warm, *made, "len(mkdtemp(dir=folder.name)) > 0")
        (output,) = done.runs[-1].outputs
        assert output["data"]["text/plain"] == "True"
        assert shared == 1


def test_a_server_is_started_in_each_room(warm: Warm) -> None:
    started = "from labs.servers import Valkey", "server = Valkey().launch()"
    done, shared = judged(warm, *started, "import os\nos.path.exists(f'/proc/{server.pid}')")
    assert shared == 1
    (output,) = done.runs[-1].outputs
    assert output["data"]["text/plain"] == "True"
