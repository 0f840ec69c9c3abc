"""What the seatmap promises: where seats are free together, how many a partner has left, all rows.

Its partner is Flytower's `partner`, which has the same hundred halls.
"""

import json
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from random import Random
from typing import NamedTuple

from labs.judges.wire import (
    ANYTHING,
    Answer,
    AtOnce,
    Contract,
    Exchange,
    Request,
    get,
)

JSON = {"Content-Type": "application/json"}
NDJSON = {"Content-Type": "application/x-ndjson"}
ARENA = 100
MOST = 10
_SAID = {"error": ANYTHING}
_CRASHED = (Answer(500), "an error that nobody has turned into a status.")


@cache
def contract(seed: int) -> Contract:
    """Its 32 steps, for halls that this seed chooses. `without_partner` is a part of it."""
    order = Random(seed).sample(range(1, ARENA), ARENA - 1)  # noqa: S311
    open_halls = [hall for hall in order if left(hall) >= MOST]
    shut = [hall for hall in order if not left(hall)]
    return Contract(
        "seatmap",
        [
            Exchange("it lives", get("/healthz"), Answer(200, {"status": "ok"}, JSON)),
            *(seats_told(hall) for hall in (*open_halls[:2], shut[0])),
            *_best_seats(order),
            *(tonight(hall, seats) for hall, seats in zip(open_halls[2:5], (2, 1, 4), strict=True)),
            tonight(shut[1], 1),
            tonight(next(hall for hall in open_halls if best(hall, MOST) is None), MOST),
            *map(all_rows, open_halls[5:7]),
            *(_wrong_seats(order[0], asked) for asked in ("0", "11", "2.5", "1e1", "two", "")),
            Exchange("no seats asked", get(f"/halls/{order[1]}/tonight"), _wrong(422)),
            *(_elsewhere(path) for path in ("/", "/halls/0", "/halls/101/best?seats=2")),
            _elsewhere(f"/halls/{order[2]}/worst"),
            *(_read_only(method, f"/halls/{order[3]}") for method in ("POST", "DELETE")),
            AtOnce("eight customers", [seats_told(hall) for hall in open_halls[7:15]]),
            AtOnce("four customers", [best_seats(hall, 3) for hall in order[4:8]]),
        ],
    )


def without_partner(seed: int) -> Contract:
    """What it promises while its partner does not answer."""
    hall, other = Random(seed).sample(range(1, ARENA), 2)  # noqa: S311
    likely = [_CRASHED, (Answer(200), "nobody has looked whether the partner has answered.")]
    gone = Answer(502, _SAID, JSON)
    return Contract(
        "seatmap, without its partner",
        [
            Exchange("the partner is away", get(f"/halls/{hall}"), gone, likely),
            Exchange("it is away for all", get(f"/halls/{other}/tonight?seats=2"), gone, likely),
            best_seats(other, 2),
        ],
    )


def best_seats(hall: int, seats: int) -> Exchange:
    """So many seats together, computed."""
    about = f"{seats} together in hall {hall}"
    request = get(f"/halls/{hall}/best?seats={seats}")
    found = best(hall, seats)
    if found is None:
        likely = [_CRASHED, (Answer(200), "nothing was found: that is no answer of 200.")]
        return Exchange(about, request, _wrong(409), likely)
    return Exchange(about, request, Answer(200, found.told(hall), JSON), _mistaken(hall, seats))


def tonight(hall: int, seats: int) -> Exchange:
    """The same, if the partner has so many left."""
    request = get(f"/halls/{hall}/tonight?seats={seats}")
    about = f"{seats} together tonight in hall {hall}, which has {left(hall)} left"
    found = best(hall, seats)
    if left(hall) < seats or found is None:
        likely = "409 if the partner has fewer left, or so many are nowhere together."
        return Exchange(about, request, _wrong(409), [(Answer(200), likely), _CRASHED])
    value = {**found.told(hall), "seats_left": left(hall)}
    without = (
        Answer(200, found.told(hall)),
        "seats_left, which the partner has told, is left out.",
    )
    return Exchange(about, request, Answer(200, value, JSON), [without, *_mistaken(hall, seats)])


def seats_told(hall: int) -> Exchange:
    """What the partner says."""
    value = {"hall": hall, "seats_left": left(hall)}
    return Exchange(f"what hall {hall} has left", get(f"/halls/{hall}"), Answer(200, value, JSON))


def all_rows(hall: int) -> Exchange:
    """Each row of a hall, on a line of its own."""
    lines = [
        json.dumps({"row": number, "free": row.count(False)}, separators=(",", ":"))
        for number, row in enumerate(sold(hall), 1)
    ]
    likely = [
        (Answer(200, body="\n".join(lines)), "each line ends with a line feed, the last one, too."),
        (Answer(200, body=f"[{','.join(lines)}]"), "one line for each row, not one list of all."),
        (Answer(200, body="".join(lines)), "a line feed after each row is missing."),
    ]
    answer = Answer(200, headers=NDJSON, body="".join(f"{line}\n" for line in lines))
    return Exchange(f"all rows of hall {hall}", get(f"/halls/{hall}/rows"), answer, likely)


def _best_seats(order: Sequence[int]) -> list[Exchange]:
    """Few and many, some that are nowhere, and two blocks of one cost."""
    none = next(hall for hall in order if best(hall, MOST) is None)
    tied = next(hall for hall in order if _best(hall, 1, last=True) != best(hall, 1))
    wanted = [(tied, 1), *zip(order[8:12], (1, 2, 5, 7), strict=True), (none, MOST)]
    return [best_seats(hall, seats) for hall, seats in wanted]


def _wrong_seats(hall: int, asked: str) -> Exchange:
    likely = [
        (Answer(200), "not looked at: whole numbers from 1 to 10, written as such."),
        _CRASHED,
    ]
    request = get(f"/halls/{hall}/best?seats={asked}")
    return Exchange(f"seats: {asked or 'an empty text'}", request, _wrong(422), likely)


def _elsewhere(path: str) -> Exchange:
    likely = [(Answer(200), "halls have the numbers 1 to 100."), _CRASHED]
    return Exchange("a page that is not there", get(path), _wrong(404), likely)


def _read_only(method: str, path: str) -> Exchange:
    answer = Answer(405, _SAID, {**JSON, "Allow": "GET"})
    return Exchange("it is for reading alone", Request(method, path), answer)


def _wrong(status: int) -> Answer:
    return Answer(status, _SAID, JSON)


# --- halls ------------------------------------------------------------------------------------


class Best(NamedTuple):
    """Seats together, by the first of them, counted from 1, and what they cost a guest."""

    cost: int
    row: int
    seat: int

    def told(self, hall: int) -> dict[str, int]:
        return {"hall": hall, "row": self.row, "seat": self.seat, "cost": self.cost}


def left(hall: int) -> int:
    """How many the partner has left there."""
    return hall % 7 * (20 + hall % 11)


@cache
def sold(hall: int) -> Sequence[Sequence[bool]]:
    """For each row, from the stage on, which seats are sold."""
    count, width = (160, 150) if hall == ARENA else (30, 40)
    seeds = accumulate(range(count * width), lambda x, _: x * 48_271 % (2**31 - 1), initial=hall)
    next(seeds)
    return [[next(seeds) % 100 < 55 for _ in range(width)] for _ in range(count)]


def best(hall: int, seats: int) -> Best | None:
    """The block of least cost; the first of these from the stage on, and from the left."""
    return _best(hall, seats)


@cache
def _best(hall: int, seats: int, *, last: bool = False) -> Best | None:
    rows, costs = sold(hall), _costs(hall)
    blocks = [
        Best(sum(costs[row][first : first + seats]), row + 1, first + 1)
        for row, taken in enumerate(rows)
        for first in range(len(taken) - seats + 1)
        if not any(taken[first : first + seats])
    ]
    return min(reversed(blocks) if last else blocks, key=lambda block: block.cost, default=None)


@cache
def _costs(hall: int) -> Sequence[Sequence[int]]:
    """What each seat costs: heads before it, in sums from the left, and half steps aside."""
    rows = sold(hall)
    width = len(rows[0])
    sums = [list(accumulate(row, initial=0)) for row in rows]

    def heads(row: int, seat: int) -> int:
        return sum(
            sums[nearer][min(seat + row - nearer + 1, width)]
            - sums[nearer][max(seat - row + nearer, 0)]
            for nearer in range(row)
        )

    return [
        [abs(2 * seat - width + 1) + heads(row, seat) for seat in range(width)]
        for row in range(len(rows))
    ]


def _mistaken(hall: int, seats: int) -> list[tuple[Answer, str]]:
    """What foreseen mistakes answer, where that is another answer."""
    right, late = _best(hall, seats), _best(hall, seats, last=True)
    if right is None or late is None:
        return []
    mistakes = [
        (late, "of several blocks of one cost, the first counts: from the stage, from the left."),
        (right._replace(row=right.row - 1, seat=right.seat - 1), "rows and seats count from 1."),
    ]
    told = [(Answer(200, found.told(hall)), why) for found, why in mistakes if found != right]
    return [*told, _CRASHED]
