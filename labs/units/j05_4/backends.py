"""A class of caches under judgement: what it answers while its store is well, and while not."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from redis import RedisError

from labs.judges import CountingOrigin, Judge, Likely

WELL = "while the store is well"
HANGS = "Valkey hangs: each reply takes 0.4 seconds"


class Cache(Protocol):
    """The unit's own interface of a store."""

    def recall(self, key: str) -> tuple[bool, object]: ...
    def remember(self, key: str, answer: object) -> None: ...


ErrorKind = type[Exception]
NewCache = Callable[[Any, str], Cache]
ReadThrough = Callable[[str, Cache, Callable[[str], object]], object]


@dataclass(frozen=True)
class Backend:
    """Asks caches of one class, and judges how they answer."""

    judge: Judge
    name: str
    """Of the class, as messages show it."""
    down: ErrorKind
    """What it raises while its store cannot be used."""
    new: NewCache
    place: str | Path
    """Where the store is: a URL, or the path of a file."""

    @property
    def is_sqlite(self) -> bool:
        return self.name == "SqliteCache"

    def make(self, namespace: str) -> Cache:
        """A cache on the store, for a namespace."""
        place = "path" if self.is_sqlite else "url"
        called = f"{self.name}({place}, {namespace!r})"
        with self.judge.calling(called, likely=_why_not_made):
            return self.new(self.place, namespace)

    def recall(self, cache: Cache, key: str, when: str = WELL) -> tuple[bool, Any]:
        """What the cache recalls while its store is well: not CacheDownError."""
        answer: tuple[bool, Any] = self._ask(cache, "recall", (key,), when)
        return answer

    def remember(self, cache: Cache, key: str, answer: object, when: str = WELL) -> None:
        """Have the cache remember while its store is well: no CacheDownError."""
        self._ask(cache, "remember", (key, answer), when)

    def _ask(self, cache: Cache, method: str, words: tuple[object, ...], when: str) -> Any:  # noqa: ANN401
        called = f"{self.name}: {_call(method, *words)}, {when}"
        attempts = 0
        while True:
            attempts += 1
            with self.judge.calling(called, likely=partial(self._why_raised, method)):
                try:
                    return getattr(cache, method)(*words)
                except self.down as error:
                    cause = error.__cause__ or error.__context__
                    # A busy machine may hold up a reply that was in time.
                    self.judge.that(
                        attempts < 3 and _is_timeout(cause),
                        called=called,
                        got="CacheDownError" + (f", from {cause!r:.150}" if cause else ""),
                        expected="an answer, not an error",
                        likely=self._why_down(method, words, when, cause),
                    )

    def is_down(
        self, cache: Cache, state: str, methods: Sequence[str] = ("recall", "remember")
    ) -> None:
        """Judge that these methods raise CacheDownError, and no other error, in this state."""
        for method in methods:
            words = ("7",) if method == "recall" else ("7", "newer")
            called = f"{self.name}: {_call(method, *words)}, while {state}"
            why = partial(_why_own_error, method)
            with self.judge.calling(called, expected="CacheDownError", likely=why):
                try:
                    got = getattr(cache, method)(*words)
                except self.down:
                    continue
            self.judge.that(
                False,
                called=called,
                got=repr(got),
                expected="CacheDownError",
                likely=_why_not_down(method, state),
            )

    def serves(self, read_through: ReadThrough, cache: Cache, state: str) -> None:
        """Judge that a reader that fails open gets the page from the origin in this state."""
        origin: CountingOrigin[str, object] = CountingOrigin(lambda key: {"page": key})
        got = read_through("8888", cache, origin)
        self.judge.that(
            (got, origin.calls) == ({"page": "8888"}, 1),
            called=f"read_through('8888', {self.name}, origin), while {state}",
            got=f"{got!r}, origin calls: {origin.calls}",
            expected="the page, origin calls: 1",
            likely="raise CacheDownError.",
        )

    @property
    def _no_copy(self) -> str:
        nothing = "row" if self.is_sqlite else "such key"
        return f"no {nothing} is no copy: return (False, None)."

    def _why_raised(self, method: str, error: Exception) -> Likely:
        is_type_error = isinstance(error, TypeError)
        return [
            (
                is_type_error and method == "recall" and "NoneType" in str(error),
                self._no_copy,
            ),
            (
                is_type_error and "not tuple" in str(error),
                "`fetchone()` gives a row: take row[0].",
            ),
        ]

    def _why_down(
        self, method: str, words: tuple[object, ...], when: str, cause: BaseException | None
    ) -> Likely:
        said, is_back = str(cause), "back" in when or "free again" in when
        return [
            (
                (words == ("9998",) and cause is None)
                or (method == "recall" and "NoneType" in said),
                self._no_copy,
            ),
            ("not tuple" in said, "`fetchone()` gives a row: take row[0]."),
            (
                ("locked" in said and is_back) or "within a transaction" in said,
                "what failed has left a transaction open: `with self.db:` rolls it back.",
            ),
            (
                cause is None and is_back,
                "after an outage the same object works again: keep no sign that the store is down.",
            ),
            (
                "UNIQUE" in said,
                "a copy under this key is there already: INSERT OR REPLACE.",
            ),
            (
                "locked" in said,
                "another object still writes: is each write committed (with self.db:), and "
                "nothing left open?",
            ),
            (
                _is_timeout(cause),
                "each reply was on its way: a socket_timeout of a quarter of a second waits for "
                "it.",
            ),
            ("WRONGTYPE" in said, "the key of a neighbour: yours begin with cache:."),
            *_why_this_statement(said),
            (True, "the store was well: see what CacheDownError was made from."),
        ]


def _why_not_made(error: Exception) -> Likely:
    return [
        (
            isinstance(error, RedisError),
            "ask Valkey in recall and remember only: a site has to start without its cache.",
        )
    ]


def _call(method: str, *words: object) -> str:
    return f"{method}({', '.join(f'{word!r:.40}' for word in words)})"


def _is_timeout(cause: BaseException | None) -> bool:
    return "Timeout" in type(cause).__name__


def _why_this_statement(said: str) -> list[tuple[object, str]]:
    return [
        (
            "syntax" in said or "token" in said,
            "a sign in a text has become part of the statement: hand the values over, for the "
            "question marks.",
        ),
        (
            "bind" in said or "convert" in said,
            "keep the text that json.dumps makes of the answer.",
        ),
    ]


def _why_own_error(method: str, error: Exception) -> Likely:
    parent = "RedisError" if isinstance(error, RedisError) else "sqlite3.Error"
    return [
        (
            isinstance(error, RedisError | sqlite3.Error),
            f"catch {parent}, the parent of all these errors, in {method}, too, and raise "
            "CacheDownError.",
        ),
        (True, "this error is not of the store."),
    ]


def _why_not_down(method: str, state: str) -> Likely:
    return [
        (
            state == HANGS,
            "it was waited for: give the client a socket_timeout of a quarter of a second.",
        ),
        (
            method == "remember",
            "the copy was not kept, and nobody is told: raise CacheDownError.",
        ),
        (True, '"I cannot look" is not "there is no copy": raise CacheDownError.'),
    ]
