"""The workers of a Dask cluster examine: the same scores, whoever of them ends."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import psutil
import pytest
from distributed import Client
from rich.console import Console

import labs
from labs.grading import cluster, command, sandbox
from labs.grading.cluster import ClusterError, ClusterExaminers
from labs.grading.command import Order, grade_class
from labs.grading.course import CourseError
from labs.grading.examiners import WarmExaminer
from labs.grading.report import Report
from labs.grading.sandbox import SandboxError
from labs.grading.work import Work
from tests.support.classes import ASSIGNMENT, CLASS, answered, hand_in, make_course, scores

pytestmark = pytest.mark.timeout(600)

LONG = 120
"""Seconds within which a machine with much else to do gets there."""

BIN = Path(sys.executable).parent
QUICK = Work("ada", "unit", ("6 * 7",))
SLOW = Work("bob", "unit", ("import time\ntime.sleep(5)",))
ENDLESS = Work("eve", "unit", ("import time\nwhile True: time.sleep(1)",))


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


class Cluster:
    """A scheduler and workers, each a process of its own, as `dask` starts them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        told = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", str(told))
        until(lambda: told.exists() and told.read_text().endswith("}"))
        self.address = str(json.loads(told.read_text())["address"])
        self.client = Client(self.address, timeout=LONG, set_as_default=False)

    def worker(self, *options: str, **environment: str) -> subprocess.Popen[bytes]:
        """A worker with one thread; it is known to the scheduler when this returns."""
        before = len(self.client.nthreads())
        usual = (self.address, "--nthreads", "1", "--no-nanny")
        process = self._start("worker", *usual, *options, **environment)
        until(lambda: process.poll() is not None or len(self.client.nthreads()) > before)
        assert process.poll() is None
        return process

    def _start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{len(self._processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [BIN / "dask", *arguments, "--host", "127.0.0.1", "--no-dashboard"],
                env=os.environ
                | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
                | environment,
                cwd=self._folder,
                stdout=log,
                stderr=log,
            )
        self._processes.append(process)
        return process

    def busy(self) -> list[int]:
        """The process numbers of the workers that are examining."""
        running = self.client.run(lambda dask_worker: dask_worker.state.executing_count)
        pids = self.client.run(os.getpid)
        return [pids[place] for place, count in running.items() if count and place in pids]

    def close(self) -> None:
        self.client.close()
        for process in self._processes:
            process.kill()
            process.wait()


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler without workers."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    started = Cluster(folder)
    yield started
    started.close()


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A small class whose answers take their time."""
    root = tmp_path / "course"
    root.mkdir()
    make_course(root)
    for student, answers in CLASS.items():
        slow = {name: f"import time\ntime.sleep(0.5)\n{answer}" for name, answer in answers.items()}
        hand_in(root, student, answered(root, slow if student != "magic" else answers))
    return root


def graded(root: Path, **options: object) -> Report:
    return grade_class(
        Order(ASSIGNMENT, root, sandbox="required", **options),  # type: ignore[arg-type]
        Console(quiet=True),
    )


# --- whoever ends ------------------------------------------------------------------------------


def test_what_a_killed_worker_had_is_done_elsewhere(
    dask: Cluster, course: Path, tmp_path: Path
) -> None:
    local = Path(shutil.copytree(course, tmp_path / "local"))
    graded(local, workers=2)
    nanny, survivor = dask.worker("--nanny"), dask.worker()
    kept = course / "autograded"
    victims: list[int] = []

    def kill() -> None:
        until(lambda: kept.exists() and list(kept.glob(f"*/{ASSIGNMENT}")))
        until(lambda: victims.extend(pid for pid in dask.busy() if pid != survivor.pid) or victims)
        os.kill(victims[0], signal.SIGKILL)

    killer = Thread(target=kill)
    killer.start()
    report = graded(course, scheduler=dask.address)
    killer.join()
    assert not psutil.pid_exists(victims[0])
    assert nanny.poll() is survivor.poll() is None
    assert not report.failed
    assert report.sandbox == sandbox.BUBBLEWRAP
    assert sorted(one.student for one in report.results) == sorted(CLASS)
    assert sorted(path.name for path in (course / "autograded").iterdir()) == sorted(CLASS)
    assert scores(course) == scores(local)
    assert {student for student, _ in scores(course)} == {*CLASS}


def test_what_ends_its_workers_again_and_again_is_an_error_of_its_own(dask: Cluster) -> None:
    workers = {worker.pid: worker for worker in (dask.worker(), dask.worker())}
    with ClusterExaminers(dask.address, "required") as examiners:
        future = examiners.submit(ENDLESS)
        for _ in range(2):
            until(dask.busy)
            (pid,) = dask.busy()
            workers.pop(pid).kill()
            until(lambda: len(dask.client.nthreads()) == len(workers))
        with pytest.raises(ClusterError, match="2 workers ended while they ran it"):
            future.result(LONG)
        dask.worker()
        assert examiners.submit(QUICK).result(LONG).runs[0].outputs


def test_without_workers_it_is_given_up(dask: Cluster) -> None:
    worker = dask.worker()
    with ClusterExaminers(dask.address, "required", patience=1) as examiners:
        worker.kill()
        with pytest.raises(ClusterError, match="has had no worker for 1 s"):
            examiners.submit(QUICK).result(LONG)
        with pytest.raises(ClusterError, match="has had no worker for 1 s"):
            examiners.submit(QUICK).result(LONG)


def test_without_its_scheduler_it_is_given_up(
    dask: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    dask.worker()
    monkeypatch.setattr(cluster, "_TIMEOUT", 3)
    with ClusterExaminers(dask.address, "required") as examiners:
        future = examiners.submit(ENDLESS)
        until(dask.busy)
        dask.scheduler.kill()
        with pytest.raises(ClusterError, match="is gone"):
            future.result(LONG)
        with pytest.raises(ClusterError, match="is gone"):
            examiners.submit(QUICK).result(LONG)


def test_a_rehearsal_does_not_wait_for_a_worker_that_ended(dask: Cluster) -> None:
    workers = {worker.pid: worker for worker in (dask.worker(), dask.worker())}
    with ClusterExaminers(dask.address, "required") as examiners:
        futures = examiners.submit_everywhere(ENDLESS)
        until(lambda: set(dask.busy()) == set(workers))
        next(iter(workers.values())).kill()
        until(lambda: any(future.done() for future in futures))
        (ended,) = (future for future in futures if future.done())
        assert "has ended" in str(ended.exception())


def test_a_sandbox_ends_with_its_worker(dask: Cluster) -> None:
    worker = dask.worker()
    with ClusterExaminers(dask.address, "required") as examiners:
        examiners.submit(ENDLESS)
        until(dask.busy)
        family = psutil.Process(worker.pid).children(recursive=True)
        assert family
        worker.kill()
        _, alive = psutil.wait_procs(family, LONG)
        assert not alive


def test_a_warm_kernel_outlives_the_thread_that_asked_for_it() -> None:
    made: list[WarmExaminer] = []
    thread = Thread(target=lambda: made.append(WarmExaminer(sandbox.kind_of("required"))))
    thread.start()
    thread.join()
    (examiner,) = made
    first = examiner._warm
    for _ in range(3):
        examiner.examine(QUICK)
        time.sleep(0.1)
    assert examiner._warm is first
    examiner.close()


# --- who may examine -----------------------------------------------------------------------------


def test_every_worker_rehearses(dask: Cluster, course: Path, tmp_path: Path) -> None:
    """A course whose answers need a program that one of the workers has not."""
    source = course / "source" / ASSIGNMENT / "numbers.ipynb"
    source.write_text(
        source.read_text().replace(
            "return 2 * x", "import os; assert os.environ['TZ']; return 2 * x"
        )
    )
    dask.worker(TZ="UTC")
    dask.worker(TZ="")
    with pytest.raises(CourseError, match="t-double: 0 of 2 points"):
        graded(course, scheduler=dask.address)
    assert not (course / "autograded").exists()


def test_a_worker_without_a_sandbox_says_so_and_refuses_where_one_is_required(
    dask: Cluster,
) -> None:
    shut = dask.worker()
    with ClusterExaminers(dask.address, "required") as examiners:
        dask.worker(PATH=str(BIN))  # it has come later
        shut.kill()
        with pytest.raises(SandboxError, match=r"The worker on .* bubblewrap"):
            examiners.submit(QUICK).result(LONG)
    with pytest.raises(SandboxError, match=r"The worker on .* bubblewrap"):
        ClusterExaminers(dask.address, "required")
    dask.worker()
    with ClusterExaminers(dask.address, "auto") as examiners:
        assert examiners.kind == sandbox.PROCESS
        examiners.submit(SLOW)  # or two idle workers would share the works anyway
        until(dask.busy)
        kinds = [future.result(LONG).sandbox for future in examiners.submit_everywhere(QUICK)]
        assert sorted(kinds) == [sandbox.BUBBLEWRAP, sandbox.PROCESS]


def test_a_worker_of_another_version_is_refused(dask: Cluster, tmp_path: Path) -> None:
    package = Path(labs.__file__).parent
    other = Path(shutil.copytree(package, tmp_path / "other" / "labs"))
    (other / "grading" / "outputs.py").write_text("# another version\n")
    dask.worker(PYTHONPATH=str(other.parent))
    with pytest.raises(ClusterError, match=r"other versions than the grader.*labs .* instead of"):
        ClusterExaminers(dask.address, "required")


def test_a_worker_without_the_library_is_refused(dask: Cluster, tmp_path: Path) -> None:
    empty = tmp_path / "none" / "labs" / "__init__.py"
    empty.parent.mkdir(parents=True)
    empty.touch()
    dask.worker(PYTHONPATH=str(empty.parent.parent))
    with pytest.raises(ClusterError, match=r"cannot grade: .*labs\.grading.*requirements\.lock"):
        ClusterExaminers(dask.address, "required")


# --- no cluster --------------------------------------------------------------------------------


def test_a_scheduler_without_workers_is_refused(
    dask: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_TIMEOUT", 1)
    with pytest.raises(ClusterError, match=f"has no workers.*dask worker {dask.address}"):
        ClusterExaminers(dask.address, "auto")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "tcp://127.0.0.1", "no://where:1"])
def test_where_no_scheduler_answers_it_says_so(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_TIMEOUT", 1)
    with pytest.raises(ClusterError, match=f"No Dask scheduler answers at {address} .*dask sched"):
        ClusterExaminers(address, "auto")


def test_without_dask_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'flytower-labs\[cluster\]'"):
        ClusterExaminers("tcp://127.0.0.1:1", "auto")


def test_the_command_refuses_workers_beside_a_scheduler() -> None:
    order = Order(ASSIGNMENT, Path(), scheduler="tcp://127.0.0.1:1", workers=2)
    with pytest.raises(ClusterError, match="leave --workers out"):
        command._examiners(order)
