"""Examiners on other machines: the workers of a Dask cluster.

A work travels to a worker and what was examined comes back; both are values. A worker needs this
library and nothing of the course: no gradebook, no shared folder.
"""

import atexit
import hashlib
import re
import socket
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import distributions
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self

import labs
from labs.grading import sandbox
from labs.grading.examiners import WarmExaminer
from labs.grading.sandbox import SandboxError
from labs.grading.work import Examined, Work

if TYPE_CHECKING:
    import distributed

_TIMEOUT = 10
"""Seconds that a scheduler has to answer, and again to have a worker."""

_RETRIES = 2
"""Further attempts where a worker, not a submission, failed."""

_LOOK = 1.0
"""Seconds between two looks at which workers there are."""

_INSTALLERS = {"pip", "setuptools", "wheel"}
"""What each environment brings along, whatever is locked."""

_NAMED = 5
"""Packages that differ which a message names."""


class ClusterError(RuntimeError):
    """The cluster cannot be used so; the message says why and what to do."""


# --- on a worker -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Terms:
    """What the grader asks of every worker."""

    sandbox: str
    """`auto`, `required` or `off`, as for the command."""
    versions: Mapping[str, str]
    """What is installed where the grader runs."""


@cache
def versions() -> Mapping[str, str]:
    """Versions of what scores may depend on: Python, this library's sources, all packages."""
    found: dict[str, str] = {}
    for package in distributions():
        found.setdefault(re.sub(r"[-_.]+", "-", package.name).lower(), package.version)
    found = {name: version for name, version in found.items() if name not in _INSTALLERS}
    folder = Path(labs.__file__).parent
    sources = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        sources.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    found["labs"] = sources.hexdigest()[:12]
    found["Python"] = "{}.{}".format(*sys.version_info)
    return found


def admit(terms: Terms) -> str:
    """The kind of sandbox that this worker uses on these terms.

    Raises:
        ClusterError: a version that both have differs.
        SandboxError: a sandbox is required, and there is none.
    """
    mine, host = versions(), socket.gethostname()
    differing = [
        f"{name} {mine[name]} instead of {version}"
        for name, version in terms.versions.items()
        if mine.get(name, version) != version
    ]
    if differing:
        raise ClusterError(
            f"The worker on {host} has other versions than the grader, so its scores might differ: "
            f"{_few(differing)}. Install the same requirements.lock and the same version of this "
            "library on both."
        )
    try:
        return sandbox.kind_of(terms.sandbox)
    except SandboxError as error:
        raise SandboxError(f"The worker on {host} has no sandbox: {error}") from None


def _few(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


_mine: dict[str, WarmExaminer] = {}
"""This worker's warm kernel, by the kind of its sandbox."""
_lock = Lock()


def examine_here(work: Work, terms: Terms) -> Examined:
    """Examine on this worker, with the one warm kernel of all its threads.

    Raises:
        ClusterError: a version that both have differs.
        SandboxError: a sandbox is required, and there is none.
    """
    kind = admit(terms)
    with _lock:
        if kind not in _mine:
            _mine[kind] = WarmExaminer(kind)
            atexit.register(_mine[kind].close)
        mine = _mine[kind]
    return mine.examine(work)


# --- where the grader runs ---------------------------------------------------------------------


class ClusterExaminers:
    """The workers of the Dask cluster at this address; what a lost worker had, another does.

    Without any worker for `patience` seconds, what waits is given up.

    Raises:
        ClusterError: there is no cluster, or its workers are not what this machine is.
        SandboxError: a sandbox is required, and a worker has none.
    """

    def __init__(self, address: str, wanted: str, patience: float = 300) -> None:
        self._address = address
        self._patience = patience
        self._terms = Terms(wanted, versions())
        self._client = _connect(address)
        self._tasks: dict[distributed.Future[Examined], str] = {}
        self._gone = ""
        self._ended = Event()
        try:
            self.kind = self._weakest()
            self._threads: dict[str, int] = self._client.nthreads()
        except BaseException:
            self._client.close()
            raise
        Thread(target=self._watch, name="cluster-watch", daemon=True).start()

    @property
    def workers(self) -> int:
        """How many submissions they examine at a time, which may change."""
        return sum(self._threads.values())

    def _weakest(self) -> str:
        """Which sandbox the workers have that are there now; the weakest, if they differ."""
        try:
            self._client.wait_for_workers(1, timeout=_TIMEOUT)
        except TimeoutError as error:
            raise ClusterError(
                f"The scheduler at {self._address} has no workers. Start some: "
                f"`dask worker {self._address}`."
            ) from error
        kinds = set()
        for place, offer in self._client.run(admit, self._terms, on_error="return").items():
            if isinstance(offer, ClusterError | SandboxError):
                raise offer
            if isinstance(offer, Exception):  # Dask turns an ImportError there into another type
                raise ClusterError(
                    f"The worker at {place} cannot grade: {offer}. It needs this library as it is "
                    "here: install the same requirements.lock and the same version of this library."
                )
            kinds.add(offer)
        return sandbox.PROCESS if sandbox.PROCESS in kinds else sandbox.BUBBLEWRAP

    def submit(self, work: Work, place: str = "") -> "Future[Examined]":
        """Have the work examined, by the worker at this place if one is said."""
        future: Future[Examined] = Future()
        if self._gone:
            future.set_exception(ClusterError(self._gone))
            return future
        try:
            task = self._client.submit(
                examine_here,
                work,
                self._terms,
                pure=False,  # or Dask would take one work for several workers as one task
                retries=_RETRIES,
                workers=place or None,
            )
        except Exception:  # what a closed client raises has many types
            future.set_exception(ClusterError(self._lost()))
            return future
        self._tasks[task] = place
        task.add_done_callback(partial(self._settle, future))
        return future

    def submit_everywhere(self, work: Work) -> "Sequence[Future[Examined]]":
        """Have the work examined by each worker: one may lack a program that others have."""
        return [self.submit(work, place) for place in self._threads]

    def _settle(self, future: "Future[Examined]", task: "distributed.Future[Examined]") -> None:
        """Pass on what became of a task; a future that is never done would be waited for."""
        from distributed import KilledWorker

        place = self._tasks.pop(task, "")
        if task.cancelled():
            why = self._gone or (f"The worker at {place} has ended." if place else self._lost())
            future.set_exception(ClusterError(why))
            return
        try:
            future.set_result(task.result())
        except KilledWorker as error:
            future.set_exception(
                ClusterError(
                    f"{error.allowed_failures + 1} workers ended while they ran it, the last at "
                    f"{error.last_worker.address}; look into that worker's log."
                )
            )
        except BaseException as error:
            future.set_exception(error)

    def _lost(self) -> str:
        return (
            f"The scheduler at {self._address} is gone. Start it, and run the same command again: "
            "it goes on from here."
        )

    def _watch(self) -> None:
        """Give up what no worker will do."""
        seen = monotonic()
        while not self._ended.wait(_LOOK):
            with suppress(Exception):  # without its scheduler, the client ends the tasks by itself
                self._threads = self._client.nthreads()
                if self._threads:
                    seen = monotonic()
                elif monotonic() - seen > self._patience:
                    self._gone = (
                        f"The scheduler at {self._address} has had no worker for "
                        f"{self._patience:g} s. Start workers, and run the same command again: it "
                        "goes on from here."
                    )
                hopeless = [
                    task
                    for task, place in list(self._tasks.items())
                    if self._gone or (place and place not in self._threads)
                ]
                if hopeless:
                    self._client.cancel(hopeless)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._ended.set()
        with suppress(Exception):
            self._client.cancel(list(self._tasks))
        self._client.close()


def _connect(address: str) -> "distributed.Client":
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise ClusterError(
            "To grade on a cluster, Dask is needed, and it is not installed here: "
            "pip install 'flytower-labs[cluster]'"
        ) from error
    # A submission may have large files beside it; Dask's advice is for tables.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"})
    try:
        return Client(address, timeout=_TIMEOUT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"No Dask scheduler answers at {address} ({error}). Start one: `dask scheduler`. Or "
            "correct the address: it is such as tcp://host:8786."
        ) from error
