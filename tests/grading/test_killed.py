"""Whatever ends in the middle: no submission is lost, none counts twice, nothing stays behind."""

import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from nbgrader.api import Gradebook
from rich.console import Console

from labs.grading.command import Order, grade_class
from labs.grading.journal import Journal
from labs.grading.report import Report
from tests.support.classes import ASSIGNMENT, RIGHT, answered, hand_in, make_course

pytestmark = pytest.mark.timeout(600)

STUDENTS = ("ada", "bob", "eve")
ASLEEP = "import subprocess\nsubprocess.run(['sleep', '1000'])\ndef letter():\n    return 'b'"
"""An answer that comes when somebody ends its program, which can be seen from outside."""
PATIENCE = 60

PARTS = {
    "bubblewrap": 0,
    "its first process": 1,
    "the warm kernel": -5,
    "its branch": -4,
    "a room": -3,
    "the room's doorkeeper": -2,
    "the kernel of a submission": -1,
}
"""Places in the grader's line of children: each is the child of the one before it."""
OF_A_ROOM = -3


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made") / "course"
    root.mkdir()
    make_course(root)
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text().replace("timeout = 60", "timeout = 1000"))
    for name in STUDENTS:
        hand_in(root, name, answered(root, RIGHT | {"letter": ASLEEP}))
    return root


@pytest.fixture
def course(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "course"))


@pytest.fixture
def quick(course: Path) -> Path:
    """The same class with answers that do not wait."""
    for name in STUDENTS:
        hand_in(course, name, answered(course, RIGHT))
    return course


def graded(root: Path) -> Report:
    order = Order(ASSIGNMENT, root, workers=2, sandbox="required", rehearsal=False)
    return grade_class(order, Console(quiet=True))


def scores(root: Path) -> dict[str, float]:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        submissions = book.assignment_submissions(ASSIGNMENT)
        assert len({one.student_id for one in submissions}) == len(submissions)
        return {one.student_id: one.score for one in submissions}


def assert_whole(root: Path) -> None:
    """Everybody has the points, once, and nothing half is left."""
    assert scores(root) == dict.fromkeys(STUDENTS, 6)
    assert sorted(path.name for path in (root / "autograded").iterdir()) == sorted(STUDENTS)
    assert not list((root / "autograded").glob("*/.*"))


@contextmanager
def at_work(root: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`labs grade` while two submissions wait for the end of the program that they started."""
    command = [sys.executable, "-m", "labs.cli", "grade", ASSIGNMENT, "--course-dir", str(root)]
    command += ["--workers", "2", "--no-rehearsal"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        wait_for(lambda: len(sleepers(process.pid)) == 2, process)
        try:
            yield process
        finally:
            process.kill()


def sleepers(pid: int) -> list[psutil.Process]:
    """The programs of submissions, among all that the grader has started."""
    try:
        started = psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    return [process for process in started if is_sleeper(process)]


def is_sleeper(process: psutil.Process) -> bool:
    try:
        return process.cmdline() == ["sleep", "1000"]
    except psutil.Error:
        return False


@contextmanager
def woken(pid: int) -> Iterator[None]:
    """Ends the programs of submissions, that they may go on."""
    ended = threading.Event()

    def wake() -> None:
        while not ended.wait(0.02):
            for process in sleepers(pid):
                with suppress(psutil.NoSuchProcess):
                    process.kill()

    waker = threading.Thread(target=wake)
    waker.start()
    try:
        yield
    finally:
        ended.set()
        waker.join()


def chain(pid: int) -> list[psutil.Process]:
    """The grader's longest line of children, without the programs of submissions."""
    try:
        children = psutil.Process(pid).children()
        lines = [chain_from(child) for child in children if not is_sleeper(child)]
    except psutil.NoSuchProcess:
        return []
    return max(lines, key=len, default=[])


def chain_from(process: psutil.Process) -> list[psutil.Process]:
    return [process, *chain(process.pid)]


def wait_for(true: Callable[[], object], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert process.poll() is None, process.stderr and process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_killed_is_begun_anew(course: Path, part: str) -> None:
    with at_work(course) as process:
        chain(process.pid)[PARTS[part]].kill()
        with woken(process.pid):
            assert process.wait(PATIENCE) == 0
    if OF_A_ROOM <= PARTS[part] < 0:  # as if the submission had done it: its cell is lost
        assert sorted(scores(course).values()) == [5, 6, 6]
    else:
        assert_whole(course)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_nothing_stays_behind(course: Path, number: signal.Signals) -> None:
    with at_work(course) as process:
        started = psutil.Process(process.pid).children(recursive=True)
        assert len(started) >= len(PARTS)
        process.send_signal(number)
        assert process.wait(PATIENCE) != 0
    _, left = psutil.wait_procs(started, timeout=PATIENCE)
    assert not left, left
    with woken(os.getpid()):
        assert graded(course).failed == 0
    assert_whole(course)


def disk_full(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("owner", "name"),
    [(nbformat, "write"), (Path, "write_bytes"), (Path, "rename"), (Journal, "note")],
    ids=lambda part: getattr(part, "__name__", part),
)
def test_a_disk_that_is_full_is_said_and_the_next_run_completes(
    quick: Path, monkeypatch: pytest.MonkeyPatch, owner: object, name: str
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, disk_full)
        report = graded(quick)
    assert report.failed == len(STUDENTS)
    assert all("No space left on device" in one.error for one in report.results)
    report = graded(quick)
    assert report.failed == 0
    assert not any(one.skipped for one in report.results)
    assert_whole(quick)


ROOM = {"nothing": 0, "the lock": 20, "the first files": 60, "some of the class": 80}
"""What is left on the disk, in KiB; the whole class takes some 100."""


@pytest.mark.parametrize("room", ROOM)
def test_a_disk_that_is_really_full_is_said_and_the_next_run_completes(
    quick: Path, tmp_path: Path, room: str
) -> None:
    disk, rescued = tmp_path / "disk", tmp_path / "rescued"
    disk.mkdir()
    grade = f"{sys.executable} -m labs.cli grade {ASSIGNMENT} --no-rehearsal --course-dir {disk}"
    script = f"""
        cp -r {quick}/. {disk}
        cat /dev/zero > {disk}/filler 2> /dev/null
        truncate --size=-{ROOM[room]}K {disk}/filler
        {grade} > {tmp_path}/said 2>&1 && exit 10
        rm {disk}/filler
        {grade} || exit 20
        cp -r {disk} {rescued}
    """
    walls = ["bwrap", "--dev-bind", "/", "/", "--size", str(4 * 2**20), "--tmpfs", str(disk)]
    subprocess.run([*walls, "sh", "-c", script], check=True, capture_output=True)
    said = (tmp_path / "said").read_text()
    assert "No space left on device" in said or "disk is full" in said
    assert "Traceback" not in said
    assert_whole(rescued)


def test_a_gradebook_that_is_full_is_said_and_the_next_run_completes(quick: Path) -> None:
    full = "SELECT RAISE(ABORT, 'database or disk is full')"
    in_gradebook(quick, f"CREATE TRIGGER full BEFORE INSERT ON grade BEGIN {full}; END")
    report = graded(quick)
    assert report.failed == len(STUDENTS)
    assert all("disk is full" in one.error for one in report.results)
    assert scores(quick) == {}
    in_gradebook(quick, "DROP TRIGGER full")
    report = graded(quick)
    assert report.failed == 0
    assert_whole(quick)


def in_gradebook(root: Path, statement: str) -> None:
    with closing(sqlite3.connect(root / "gradebook.db")) as book, book:
        book.execute(statement)
