"""A seat under judgement, in E3: who holds it, who wants it, and who comes in between."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial

from redis import Redis, ResponseError

from labs.judges import Judge, Likely, commands
from labs.units.j05_3.moments import interrupted

Hold = Callable[[Redis, str, str, int], bool]
GiveBack = Callable[[Redis, str, str], bool]


@dataclass(frozen=True)
class Seat:
    """A seat, and who shall hold it."""

    judge: Judge
    url: str
    client: Redis
    name: str
    owner: str

    @property
    def key(self) -> str:
        return f"hold:{self.name}"

    @property
    def holder(self) -> bytes | str | None:
        return self.client.get(self.key)

    @property
    def left_ms(self) -> int:
        return self.client.pttl(self.key)

    @property
    def is_owners(self) -> bool:
        return self.holder == self.owner.encode()

    def take(self, life_ms: int = 60_000) -> None:
        """Have the owner hold it, whoever held it before."""
        self.client.set(self.key, self.owner, px=life_ms)


def takes_a_free_seat(seat: Seat, hold: Hold, life_ms: int) -> None:
    """Judge a hold on a free seat: its key, its value, its end, and what the owner is told."""
    called = f"hold(cache, {seat.name!r}, {seat.owner!r}, {life_ms}) on a free seat"
    begin = time.monotonic()
    with seat.judge.calling(called):
        got = hold(seat.client, seat.name, seat.owner, life_ms)
    keys = seat.client.keys()
    seat.judge.that(
        seat.is_owners,
        called=called,
        got=f"{seat.holder!r} under {seat.key}, of keys {keys}",
        expected=repr(seat.owner.encode()),
        likely=[
            (not keys, "nothing was written."),
            (seat.holder is None, "the key is hold:<seat>."),
            (True, "the value is the owner."),
        ],
    )
    left = seat.left_ms
    late = 1_000 * (time.monotonic() - begin) + 2
    seat.judge.that(
        life_ms - late <= left <= life_ms,
        called=called,
        got=f"PTTL {left}",
        expected=f"{life_ms} ms, less the time since then",
        likely=[
            (left == -1, "this hold never ends: give SET the life, px=life_ms."),
            (left <= 100 * life_ms, "the life is life_ms, to the millisecond: px=life_ms."),
            (True, "px= takes milliseconds, ex= seconds."),
        ],
    )
    seat.judge.that(
        got is True,
        called=called,
        got=repr(got),
        expected="True",
        likely="the seat is now the owner's: say so.",
    )


def refuses_a_held_seat(seat: Seat, hold: Hold, other: str, life_ms: int) -> None:
    """Judge a hold on a seat that the owner has: it changes nothing, and says so."""
    called = f"hold(cache, {seat.name!r}, {other!r}, {life_ms}), which {seat.owner} holds"
    before = seat.left_ms
    with seat.judge.calling(called):
        got = hold(seat.client, seat.name, other, life_ms)
    seat.judge.that(
        seat.is_owners and seat.left_ms <= before,
        called=called,
        got=f"{seat.holder!r} with {seat.left_ms} ms left",
        expected=f"{seat.owner.encode()!r} with at most {before} ms left",
        likely="SET needs nx=True, and nothing may follow if it fails.",
    )
    seat.judge.that(
        got is False,
        called=called,
        got=repr(got),
        expected="False",
        likely=[
            (got is None, "set gives None if NX refuses: turn it into False."),
            (True, "the seat was held: say False, to its owner, too."),
        ],
    )


def is_held_for(seat: Seat, hold: Hold, life_ms: int, called: str, likely: str) -> None:
    """Judge that Noor gets a free seat."""
    with seat.judge.calling(called):
        got = hold(seat.client, seat.name, "Noor", life_ms)
    seat.judge.that(got is True, called=called, got=repr(got), expected="True", likely=likely)


def has_no_gap(seat: Seat, hold: Hold, life_ms: int, after: int) -> None:
    """Judge two holds, the second right after command `after` of the first."""
    seat.client.delete(seat.key)
    told: list[bool] = []
    waiting: list[str] = []
    ends: list[int] = []

    def noor_comes() -> None:
        ends.append(seat.left_ms)
        noors = others.submit(hold, seat.client, seat.name, "Noor", life_ms)
        if not wait([noors], timeout=5).done:
            waiting.append("Noor")
            return
        told.append(noors.result())

    called = f"hold by {seat.owner}, while Noor's hold comes right after command {after} of it"
    with seat.judge.calling(called), ThreadPoolExecutor(1) as others:
        told.append(hold(interrupted(seat.url, noor_comes, after), seat.name, seat.owner, life_ms))
    seat.judge.that(
        not waiting,
        called=called,
        got="Noor waits for the other to go on",
        expected="True or False, at once",
        likely="if the other program dies here, all wait for ever: no lock, one command.",
    )
    seat.judge.that(
        -1 not in ends,
        called=called,
        got="a hold without an end",
        expected="an end from the first moment on",
        likely="if the program dies here, the seat is lost for ever: value and life in one "
        "command.",
    )
    seat.judge.that(
        told.count(True) == 1,
        called=called,
        got=f"{told.count(True)} of them were told True",
        expected="one",
        likely=[
            (True in told, "look and write are two commands: SET with NX is one."),
            (True, "one of them must get a free seat."),
        ],
    )


def takes_back(seat: Seat, give_back: GiveBack) -> None:
    """Judge that the owner's hold is deleted, and that he is told so."""
    called = f"give_back(cache, {seat.name!r}, {seat.owner!r}), who holds it"
    with (
        seat.judge.calling(called, expected="True", likely=partial(_why_a_script_fails, seat)),
        commands(seat.client) as seen,
    ):
        got = give_back(seat.client, seat.name, seat.owner)
    is_script = {"EVAL", "EVALSHA"} & set(seen.names)
    two_keys = [call for call in seen.calls if call[0].startswith("EVAL") and call[2:3] == ("2",)]
    seat.judge.that(
        seat.holder is None,
        called=called,
        got=f"{seat.key} is still there",
        expected="no such key",
        likely=[
            (
                two_keys,
                "with 2 for the number of keys, the owner is KEYS[2], and ARGV is empty: key and "
                "owner are one key, one argument.",
            ),
            (got is True, "it says True and deletes nothing: which key?"),
            (
                True,
                "is the key hold:<seat>, and does the comparison hold? In Python get gives bytes.",
            ),
        ],
    )
    seat.judge.that(
        got is True,
        called=called,
        got=repr(got),
        expected="True",
        likely=[
            (got == 1, "Valkey answers 1: make it True, with == 1 or bool()."),
            (
                is_script,
                "the hold is gone, but the script does not say so: in Lua, return what DEL gives.",
            ),
            (True, "return what became of it."),
        ],
    )


def has_nothing_to_take(seat: Seat, give_back: GiveBack) -> None:
    """Judge what the owner is told of a hold that is gone."""
    called = f"give_back(cache, {seat.name!r}, {seat.owner!r}), when nobody holds it"
    with seat.judge.calling(called):
        got = give_back(seat.client, seat.name, seat.owner)
    _says_false(seat.judge, called, got)
    seat.judge.that(
        seat.holder is None,
        called=called,
        got=f"now {seat.holder!r} holds it",
        expected="nobody",
        likely="a hold was written: give_back only deletes.",
    )


def _says_false(judge: Judge, called: str, got: object) -> None:
    judge.that(
        got is False,
        called=called,
        got=repr(got),
        expected="False",
        likely=[
            (got == 0 or got is None, "make it False: with == 1 or bool()."),
            (True, "nothing was deleted."),
        ],
    )


def _why_a_script_fails(seat: Seat, error: Exception) -> Likely:
    if not isinstance(error, ResponseError):
        return ""
    return [
        (
            "compil" in str(error) and "'" in seat.name + seat.owner,
            "a ' in a text ends it in the script: seat and owner go in as KEYS[1], ARGV[1].",
        ),
        ("compil" in str(error), "this is no Lua: if … then … end, and == compares."),
        (
            "arguments must be" in str(error),
            "KEYS[…] is nil there: Lua counts from 1, KEYS[1] and ARGV[1].",
        ),
        (
            True,
            "Lua counts from 1, and eval takes the script, the number of keys, the keys, the "
            "arguments.",
        ),
    ]


def thieves(owner: str) -> Mapping[str, str]:
    """Those who give back what is not theirs: what each is called, and the name he gives."""
    return {
        "a thief": "Noor",
        "half a name": owner[:2],
        "a longer name": f"{owner}a",
        "another case": owner.swapcase(),
        "no name": "",
    }


def stands_against(seat: Seat, give_back: GiveBack, case: str, thief: str) -> None:
    """Judge that a hold is untouched when somebody else gives it back."""
    seat.take(30_000)
    called = f"give_back(cache, {seat.name!r}, {thief!r}), while {seat.owner} holds it"
    with seat.judge.calling(called):
        got = give_back(seat.client, seat.name, thief)
    seat.judge.that(
        seat.is_owners,
        called=called,
        got=f"the hold says {seat.holder!r}",
        expected=repr(seat.owner.encode()),
        likely=[
            (
                seat.holder is None,
                f"{case} deleted the hold: compare the whole value with the owner first.",
            ),
            (True, "the value was changed."),
        ],
    )
    left = seat.left_ms
    seat.judge.that(
        0 < left <= 30_000,
        called=called,
        got=f"PTTL {left}",
        expected="the life it had",
        likely="deleted and written again: look first.",
    )
    _says_false(seat.judge, called, got)


def is_held_meanwhile(seat: Seat, give_back: GiveBack, after: int) -> None:
    """Judge that the owner holds the seat also between two commands of a thief."""
    seat.take(30_000)
    seen: list[tuple[object, int]] = []
    thief = interrupted(seat.url, lambda: seen.append((seat.holder, seat.left_ms)), after)
    called = (
        f"give_back by a thief, while {seat.owner} holds it; a look right after command {after}"
    )
    with seat.judge.calling(called):
        give_back(thief, seat.name, "Noor")
    for holder, left in seen:
        seat.judge.that(
            holder == seat.owner.encode() and 0 < left <= 30_000,
            called=called,
            got=f"the hold says {holder!r}, PTTL {left}",
            expected=f"{seat.owner.encode()!r}, with the life it had",
            likely="taken away and put back: meanwhile anybody can take the seat. Look first.",
        )


def spares_the_next(seat: Seat, give_back: GiveBack, after: int) -> None:
    """Judge a hold that ends right after command `after` of giving it back; Noor takes it."""
    seat.take()
    came = []
    was_held = []

    def noor_comes() -> None:
        was_held.append(seat.is_owners)
        seat.client.pexpire(seat.key, 0)
        came.append(seat.client.set(seat.key, "Noor", nx=True, px=60_000))

    called = (
        f"give_back by {seat.owner}, whose hold ends right after command {after} of it; "
        "Noor takes the seat"
    )
    with seat.judge.calling(called):
        told = give_back(interrupted(seat.url, noor_comes, after), seat.name, seat.owner)
    seat.judge.that(
        not came or seat.holder == b"Noor",
        called=called,
        got=f"the hold says {seat.holder!r}",
        expected="b'Noor'",
        likely="between look and DEL the seat changed hands: both belong into one Lua program.",
    )
    seat.judge.that(
        told is (True not in was_held),
        called=called,
        got=f"told {told!r}",
        expected=f"{True not in was_held}",
        likely="True only if it was you who deleted the hold.",
    )
