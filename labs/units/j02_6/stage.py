"""What the checks of J02.6 stand on: what lies on the board, and who else sells."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from redis import Redis
from redis.client import Pipeline

from labs.judges.counters import Commands

KEPT = 50
"""Lines that the list keeps."""

OTHER, OTHERS_SEATS = "left:1851", "300"
"""The counter of another performance, and what it says throughout."""

_REARRANGES = {
    *("DEL", "UNLINK", "RENAME"),
    *("RPUSH", "LSET", "LREM", "LPOP", "RPOP", "LINSERT"),
}
"""Commands that undo what others did to a list."""


@dataclass(frozen=True)
class Board:
    """What lies in Valkey at one moment."""

    left: str | None
    """The counter."""
    other: str | None
    """The counter of another performance."""
    lines: list[str]
    stray: str
    """Keys that do not belong, with commas."""
    expiring: str
    """Keys that Valkey will forget, with commas."""

    @classmethod
    def of(cls, cache: Redis, key: str) -> "Board":
        names = {str(name) for name in cache.scan_iter()}
        stray = ", ".join(sorted(names - {key, OTHER, "latest"}))
        expiring = ", ".join(sorted(name for name in names if cache.ttl(name) >= 0))
        lines = list(map(str, cache.lrange("latest", 0, -1)))
        return cls(_text(cache, key), _text(cache, OTHER), lines, stray, expiring)


def _text(cache: Redis, key: str) -> str | None:
    value = cache.get(key)
    return None if value is None else str(value)


@dataclass(frozen=True)
class Sale:
    """One call of sell_one, with the board before and after it."""

    key: str
    line: str
    due: bool
    """Whether a seat was left."""
    got: object
    before: Board
    after: Board

    @property
    def wanted(self) -> list[str]:
        """The lines that must lie there afterwards."""
        return [self.line, *self.before.lines][:KEPT] if self.due else self.before.lines


class Interrupted(Redis):
    """A client that lets somebody in just before its request number `before`."""

    before: int = 0
    somebody: Callable[[], object] = staticmethod(lambda: None)

    def knock(self) -> None:
        """Count one request, before it is sent."""
        self.before -= 1
        if self.before == 0:
            self.somebody()

    def execute_command(self, *words: Any, **options: Any) -> Any:  # noqa: ANN401 - as redis-py
        self.knock()
        return super().execute_command(*words, **options)  # type: ignore[no-untyped-call]

    def pipeline(self, transaction: bool = True, shard_hint: str | None = None) -> Pipeline:
        return _InterruptedPipeline(self, transaction, shard_hint)


class _InterruptedPipeline(Pipeline):
    """Is one request when it is executed; while it watches, so is each command."""

    def __init__(self, owner: Interrupted, transaction: bool, shard_hint: str | None) -> None:
        pool, callbacks = owner.connection_pool, owner.response_callbacks
        super().__init__(pool, callbacks, transaction, shard_hint)
        self.owner = owner

    def immediate_execute_command(self, *words: Any, **options: Any) -> Any:  # noqa: ANN401
        self.owner.knock()
        return super().immediate_execute_command(*words, **options)  # type: ignore[no-untyped-call]

    def execute(self, raise_on_error: bool = True) -> list[Any]:
        self.owner.knock()
        return super().execute(raise_on_error)


class Interruption(NamedTuple):
    """When another program comes in, and what it does."""

    does: str
    left: int
    """Seats before the call."""
    before: int
    """The number of the request before which it comes."""


@dataclass
class Others:
    """Other programs at the same counter, and what they did."""

    cache: Redis
    key: str
    sold: list[str] = field(default_factory=list)
    """Their lines."""
    brought_back: int = 0
    owed: int = 0
    """Seats that they took although none was left."""

    DEEDS: ClassVar[Sequence[str]] = ("sells one (DECR)", "brings one back (INCR)")

    def do(self, deed: str) -> None:
        """Do one of DEEDS."""
        dict(zip(self.DEEDS, (self.sells, self.brings_back), strict=True))[deed]()

    def sells(self) -> None:
        """Sell one; what was taken from nothing is owed until `settle`."""
        if self.cache.decr(self.key) < 0:
            self.owed += 1
            return
        self.sold.append("another's line")
        with self.cache.pipeline() as both:
            both.lpush("latest", *self.sold)
            both.ltrim("latest", 0, KEPT - 1)
            both.execute()

    def brings_back(self) -> None:
        self.cache.incr(self.key)
        self.brought_back += 1

    def settle(self) -> None:
        """Give back what is owed, as late as another program may."""
        if self.owed:
            self.cache.incr(self.key, self.owed)


@dataclass(frozen=True)
class Meeting:
    """One call of sell_one into which another program came, and what it left behind."""

    left: int
    """Seats before it."""
    got: object
    others: Others
    seen: Commands
    older: list[str]
    """The lines before it."""
    after: Board

    @property
    def sent(self) -> set[str]:
        """The commands that the server saw for the counter."""
        return {call[0] for call in self.seen.calls if self.others.key in call[1:]}

    @property
    def now(self) -> int:
        return int(self.after.left or 0)

    @property
    def wanted(self) -> int:
        """What the counter must say, if what was answered is true."""
        others = self.others
        return self.left + others.brought_back - len(others.sold) - (self.got is True)

    @property
    def kept(self) -> list[str]:
        """The new lines in the list."""
        return sorted(set(self.after.lines) - set(self.older))

    @property
    def due(self) -> list[str]:
        """The lines that must be new."""
        return sorted([*self.others.sold, *(["a line"] if self.got is True else [])])


@dataclass(frozen=True)
class Rush:
    """What many windows were told, and what they left behind."""

    key: str
    seats: int
    told: Mapping[str, object]
    """By line, what the call returned."""
    seen: Commands
    after: Board

    @property
    def now(self) -> int:
        return int(self.after.left or 0)

    @property
    def sold(self) -> set[str]:
        return {line for line, said in self.told.items() if said}

    @property
    def looked(self) -> bool:
        return any(call[0] == "GET" and self.key in call for call in self.seen.calls)


def rearranged(seen: Commands) -> str:
    """The commands on the list that undo what others did, with commas."""
    on_the_list = {call[0] for call in seen.calls if "latest" in call[1:]}
    return ", ".join(sorted(on_the_list & _REARRANGES))
