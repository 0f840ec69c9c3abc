"""What a lesson writes goes with its kernel, also when that is killed."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from labs.datasets import own_folder


def test_each_is_new_and_empty() -> None:
    one, other = own_folder(), own_folder("flytower-sales-")
    assert one != other
    assert other.name.startswith("flytower-sales-")
    assert list(one.iterdir()) == []


def test_it_goes_with_a_process_that_is_killed() -> None:
    code = "from labs.datasets import own_folder; print(own_folder(), flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        (folder / "office.db").write_text("rows")
        process.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 30
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not folder.exists()
