"""The evening of E1: visits while Valkey is well, dead, full or hangs, and what each must add."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

from redis import ConnectionPool, Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from labs.judges import CountingOrigin, Judge, Likely

Origin = Callable[[int], object]
Kind = Literal["hit", "miss", "look fails", "keep fails"]
WANTED: dict[Kind, tuple[int, int, int]] = {
    "hit": (1, 0, 0),
    "miss": (0, 1, 0),
    "look fails": (0, 1, 1),
    "keep fails": (0, 1, 1),
}
"""What each kind of visit adds to hits, misses and cache_errors."""


class Counts(Protocol):
    """The unit's own counts."""

    hits: int
    misses: int
    cache_errors: int


ReadOpen = Callable[[int, Redis, Origin, Counts], object]
NewCounts = Callable[[], Counts]


class NotingClient(Redis):
    """A client that notes which commands it tries, also those that no server sees."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - as redis-py has it
        super().__init__(*args, **options)
        self.tried: list[str] = []

    @classmethod
    def of(cls, url: str, *, patience: float = 5) -> "NotingClient":
        """One that has shaken hands, waits `patience` seconds, and tries each command once."""
        pool = ConnectionPool.from_url(url, socket_timeout=patience, retry=Retry(NoBackoff(), 0))
        client = cls(connection_pool=pool)
        client.ping()
        return client

    def execute_command(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401
        self.tried.append(str(args[0]))
        return super().execute_command(*args, **options)  # type: ignore[no-untyped-call]


class Request(NamedTuple):
    """One call of read_open, and what is known of it."""

    page_id: int
    kind: Kind
    when: str
    answer: object

    @property
    def called(self) -> str:
        return f"read_open({self.page_id}, ...): {self.when}"


@dataclass
class Evening:
    """Visitors come one after another, to one origin, counted on one board."""

    judge: Judge
    read_open: ReadOpen
    counts: Counts
    pages: dict[int, object]
    """What the origin answers."""
    client: NotingClient
    """Through which the visitors' pages are read, if a visit names no other."""
    seen: Redis
    """Through which the copies are looked at."""

    def __post_init__(self) -> None:
        self._origin = CountingOrigin(self.pages.__getitem__)

    def visit(self, page_id: int, kind: Kind, when: str, *, by: NotingClient | None = None) -> None:
        """One visit: judge its answer, the origin's calls, what was tried, counted and kept."""
        request, client = Request(page_id, kind, when, self.pages[page_id]), by or self.client
        before, calls = _figures(self.counts), self._origin.calls
        client.tried.clear()
        self._answers(request, client)
        self._asks(request, self._origin.calls - calls)
        self._tries(request, client.tried)
        after = _figures(self.counts)
        added = tuple(now - then for now, then in zip(after, before, strict=True))
        self._counts_up(request, client.tried, added)
        if kind in ("hit", "miss"):
            self._keeps(request)

    def _answers(self, request: Request, client: NotingClient) -> None:
        with self.judge.calling(request.called):
            try:
                got = self.read_open(request.page_id, client, self._origin, self.counts)
            except RedisError as error:
                self.judge.that(
                    False,
                    called=request.called,
                    got=f"{type(error).__name__}: {error}",
                    expected=f"the answer {request.answer}",
                    likely=_why_an_error(request, client.tried),
                )
        self.judge.equal(
            got, request.answer, called=request.called, likely=_why_this_answer(request, got)
        )

    def _asks(self, request: Request, asked: int) -> None:
        wanted = int(request.kind != "hit")
        self.judge.that(
            asked == wanted,
            called=request.called,
            got=f"origin calls: {asked}",
            expected=f"origin calls: {wanted}",
            likely=_why_these_calls(request, asked, self.seen) if asked != wanted else "",
        )

    def _tries(self, request: Request, tried: list[str]) -> None:
        self.judge.that(
            len(tried) <= 1 + (request.kind in ("miss", "keep fails")),
            called=request.called,
            got=f"tried: {' '.join(tried)}",
            expected="each of look and keep once, and no keep after a failed look",
            likely=_why_these_tries(request, tried),
        )

    def _counts_up(self, request: Request, tried: list[str], added: tuple[int, ...]) -> None:
        wanted = WANTED[request.kind]
        self.judge.that(
            added == wanted,
            called=request.called,
            got="added to hits, misses, cache_errors: {}, {}, {}".format(*added),
            expected="{}, {}, {}".format(*wanted),
            likely=_why_these_counts(request, tried, added),
        )

    def _keeps(self, request: Request) -> None:
        key = f"page:{request.page_id}"
        raw, life = self.seen.get(key), self.seen.ttl(key)
        self.judge.that(
            raw and json.loads(raw) == request.answer and life == -1,
            called=f"{request.called}; then GET and TTL of {key}",
            got=f"{raw!r}, {life}",
            expected=f"{json.dumps(request.answer)}, -1 (no expiry)",
            likely=[
                (
                    raw is None,
                    f"nothing is kept under page:<id>; the keys are {self.seen.keys()}.",
                ),
                (True, "the copy is json.dumps(answer), without an expiry."),
            ],
        )


def _figures(counts: Counts) -> tuple[int, int, int]:
    return counts.hits, counts.misses, counts.cache_errors


def _why_an_error(request: Request, tried: list[str]) -> Likely:
    return [
        (
            "SET" in tried,
            "keeping may fail, too: a try of its own around cache.set, which catches RedisError.",
        ),
        (
            request.when == "Valkey is dead",
            "RedisError must be caught around cache.get. "
            "(Python's own ConnectionError is another class than that of redis.)",
        ),
        (
            True,
            "is only ConnectionError caught? RedisError is the parent of all that can come.",
        ),
    ]


def _why_this_answer(request: Request, got: object) -> Likely:
    return [
        (isinstance(got, bytes), "json.loads turns the bytes back into the answer."),
        (request.kind == "hit" and got is None, "the answer is not returned on a hit."),
        (
            request.kind == "look fails",
            "the origin's answer is not returned after a look that failed.",
        ),
        (
            request.kind == "keep fails",
            "the origin's answer is not returned after a SET that failed.",
        ),
        (True, "return what the origin gave."),
    ]


def _why_these_calls(request: Request, asked: int, seen: Redis) -> Likely:
    is_hit = request.kind == "hit"
    return [
        (
            asked == 0,
            "an older answer is kept somewhere in the process: ask Valkey, then the origin.",
        ),
        (
            request.kind == "keep fails",
            "the SET failed after the origin had answered, and the origin was asked again.",
        ),
        (
            request.kind == "look fails",
            "the origin is asked in more than one place: once after the look, whatever became "
            "of it.",
        ),
        (
            is_hit and not seen.exists(f"page:{request.page_id}"),
            "no copy lies under page:<id>: is the answer kept on a miss?",
        ),
        (
            is_hit and request.answer is None,
            "None is an answer: ask `is not None` about raw, not about the answer.",
        ),
        (is_hit, "the copy is there, and the origin is asked all the same."),
        (True, "the origin is asked more than once."),
    ]


def _why_these_tries(request: Request, tried: list[str]) -> Likely:
    return [
        (
            tried == ["GET", "SET"] and request.kind == "look fails",
            "the look has failed, and the SET makes the visitor wait a second time: "
            "do not keep then.",
        ),
        (tried.count("GET") > 1, "the look is tried again: once is enough."),
        (tried.count("SET") > 1, "the SET is tried again: once is enough."),
        (request.kind == "hit" and "SET" in tried, "the copy is written again on a hit."),
        (True, "GET alone tells whether there is a copy: None means no such key."),
    ]


def _why_these_counts(request: Request, tried: list[str], added: tuple[int, ...]) -> Likely:
    hits, misses, errors = added
    wanted = WANTED[request.kind][2]
    failed = "SET" if request.kind == "keep fails" else "GET"
    return [
        (
            errors > wanted,
            "an error is counted twice, or something else is counted as a cache error.",
        ),
        (
            not tried,
            "Valkey was not asked at all: each request looks anew, for it may be back.",
        ),
        (errors < wanted, f"the error of {failed} is not counted in cache_errors."),
        (
            request.kind == "look fails" and (hits, misses) == (0, 0),
            "a look that failed counts as a miss.",
        ),
        (hits + misses > 1, "one request counts as a hit or as a miss, not as both."),
        (True, "a hit is answered from the copy, a miss by the origin."),
    ]
