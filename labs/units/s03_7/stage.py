"""identity as its own process, threads that come at once, and a clock that is set by hand."""

import json
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from labs.servers import Service

SECRET = "e1f0-notifier-9a41-c07d"  # noqa: S105 - of this unit alone
SCOPE = "buyers:read"
_PATIENCE = 20.0
_RIVAL = 0.2

T = TypeVar("T")


class StuckError(TimeoutError):
    """A thread that has not ended in time."""

    likely = "a lock is not given back, or taken twice, or shared by what should be apart: `with`."


@cache
def identity() -> Service:
    """The provider, which goes with the kernel; each of its tokens takes 30 ms."""
    clients = {"notifier": {"secret": SECRET, "scopes": [SCOPE]}}
    return Service.start("identity", IDENTITY_CLIENTS=json.dumps(clients), IDENTITY_DELAY_MS="30")


def asked(method: str, path: str, **options: Any) -> Any:  # noqa: ANN401 - JSON
    """What the provider answers, if it is no refusal; by a connection of its own, since forks that
    share one would read each other's answers."""
    with identity().client() as client:
        answer = client.request(method, path, **options)
    answer.raise_for_status()
    return answer.json()


def token_answer() -> dict[str, Any]:
    """A new token for notifier, as the end point gives it."""
    form = {"grant_type": "client_credentials", "scope": SCOPE}
    told: dict[str, Any] = asked("POST", "/token", data=form, auth=("notifier", SECRET))
    return told


def counted(what: str) -> int:
    """How many `tokens` it has given, or `key_sets`."""
    return int(asked("GET", "/gauge")[what])


def at_once(
    call: Callable[[], T], threads: int, each: int = 1, patience: float = _PATIENCE
) -> list[T]:
    """What so many threads get, which start together and call it `each` times.

    Raises what one of them raised, or StuckError if one has not ended after `patience` seconds.
    """
    start, got, errors = threading.Barrier(threads), list[T](), list[Exception]()

    def work() -> None:
        try:
            start.wait(10)
            got.extend([call() for _ in range(each)])
        except Exception as error:
            errors.append(error)

    working = [threading.Thread(target=work, daemon=True) for _ in range(threads)]
    for thread in working:
        thread.start()
    end = time.monotonic() + patience
    for thread in working:
        thread.join(max(0, end - time.monotonic()))
    if errors:
        raise errors[0]
    if any(thread.is_alive() for thread in working):
        raise StuckError("a thread waits and waits")
    return got


class Awaited:
    """A function whose first call waits a fifth of a second for a second one, which overlaps."""

    def __init__(self, call: Callable[[], dict[str, Any]]) -> None:
        self._call = call
        self.anew()

    def anew(self) -> None:
        """Let the next call be the first."""
        self._first = threading.Lock()
        self._second = threading.Event()

    def __call__(self) -> dict[str, Any]:
        if self._first.acquire(blocking=False):
            self._second.wait(_RIVAL)
        else:
            self._second.set()
        return self._call()


class SetClock:
    """A clock that stands until it is moved: `clock.now += 60`."""

    def __init__(self, now: float = 0.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now
