"""Errors that are not the cache's, in E1: what becomes of them in a call of read_open."""

from collections.abc import Callable
from typing import Any, NamedTuple

from redis import Redis

from labs.judges import CountingOrigin, Judge
from labs.units.j05_4.evening import Counts, NewCounts, Origin, ReadOpen


class Outcome(NamedTuple):
    """What a call of read_open came to."""

    got: object
    raised: Exception | None
    requests: int
    """Hits and misses that it added."""
    cache_errors: int

    @classmethod
    def of(
        cls, read_open: ReadOpen, page_id: int, client: Redis, origin: Origin, counts: Counts
    ) -> "Outcome":
        """Call it, and catch whatever it raises but for the stub's NotImplementedError."""
        got, raised = None, None
        try:
            got = read_open(page_id, client, origin, counts)
        except NotImplementedError:
            raise
        except Exception as error:
            raised = error
        return cls(got, raised, counts.hits + counts.misses, counts.cache_errors)


class Unplugged(Redis):
    """A client of which one method, GET or SET, raises what is no error of redis."""

    def __init__(self, client: Redis, method: str) -> None:
        super().__init__(connection_pool=client.connection_pool)
        self._method = method

    def get(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - as redis-py has it
        self._let_through("get")
        return super().get(*args, **options)

    def set(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401
        self._let_through("set")
        return super().set(*args, **options)

    def pipeline(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401
        self._let_through(self._method)

    def _let_through(self, method: str) -> None:
        if method == self._method:
            raise OSError("no way out")


def raising(error: Exception) -> Callable[[int], object]:
    """An origin that raises this error."""

    def fail(_: int) -> object:
        raise error

    return fail


def comes_out(judge: Judge, called: str, outcome: Outcome, error: Exception, calls: int) -> None:
    """Judge that the origin was asked once, and that its error is what came out."""
    judge.that(
        calls == 1,
        called=called,
        got=f"origin calls: {calls}",
        expected="origin calls: 1",
        likely=[
            (calls == 0, "the cache's error came first: catch it, then ask the origin."),
            (
                True,
                "the origin stands inside a try whose except asks it again: an ill origin gets "
                "twice the load.",
            ),
        ],
    )
    raised = outcome.raised
    judge.that(
        raised is error,
        called=called,
        got=f"{type(raised).__name__}: {raised}" if raised else f"the answer {outcome.got!r}",
        expected=f"{type(error).__name__}: {error}",
        likely=[
            (
                raised is None,
                "the origin's error was swallowed: it stands inside a try (or there is a return "
                "in finally).",
            ),
            (
                isinstance(raised, UnboundLocalError),
                "the origin's error was swallowed, and then there is no answer.",
            ),
            (True, "another error than the origin's came out: let its own go through."),
        ],
    )


def is_counted(judge: Judge, called: str, outcome: Outcome, wanted: int) -> None:
    """Judge how many errors of the cache were counted, and that the call was counted once."""
    judge.that(
        outcome.requests == 1,
        called=called,
        got=f"hits and misses: {outcome.requests}",
        expected="hits and misses: 1",
        likely="each call is counted, also one whose origin fails: count before you ask it.",
    )
    judge.that(
        outcome.cache_errors == wanted,
        called=called,
        got=f"cache_errors {outcome.cache_errors}",
        expected=wanted,
        likely=[
            (
                outcome.cache_errors > wanted,
                "the origin's error was counted as one of the cache: only look and keep may stand "
                "inside a try.",
            ),
            (True, "each request looks anew, and a look that failed is counted."),
        ],
    )


def keeps_nothing(judge: Judge, called: str, client: Redis) -> None:
    """Judge that no copy was made of an error."""
    judge.that(
        not client.keys(),
        called=called,
        got=f"keys {client.keys()}",
        expected="no copy",
        likely="there was no answer, so there is nothing to keep.",
    )


def hides_no_slip(
    judge: Judge, read_open: ReadOpen, new_counts: NewCounts, page_id: int, client: Redis
) -> None:
    """Judge that slips of the program come to light, whichever step they hide in."""
    nobody: Any = None
    client.set(f"page:{page_id + 1}", "{'title'}")
    a_set = "when the origin answers a set, which JSON cannot hold"
    for what, given, asked, page, slip in [
        ("with None for a client", nobody, page_id, "a page", AttributeError),
        (a_set, client, page_id, {page_id}, TypeError),
        ("when the copy is no JSON", client, page_id + 1, "a page", ValueError),
        ("when `get` itself raises OSError", Unplugged(client, "get"), page_id, "a page", OSError),
        ("when `set` itself raises OSError", Unplugged(client, "set"), page_id, "a page", OSError),
    ]:
        origin = CountingOrigin({asked: page}.__getitem__)
        outcome = Outcome.of(read_open, asked, given, origin, new_counts())
        raised = outcome.raised
        came = type(raised).__name__ if raised else f"the answer {outcome.got!r}"
        judge.that(
            isinstance(raised, slip) and outcome.cache_errors == 0,
            called=f"read_open({asked}, ...), {what}",
            got=f"{came}, cache_errors {outcome.cache_errors}",
            expected=f"{slip.__name__}, cache_errors 0",
            likely="catch RedisError, and nothing wider: whoever catches Exception hides slips of "
            "the program, and the board calls them errors of the cache.",
        )
