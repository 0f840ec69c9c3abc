"""What J05.1 asks of an answer: each check is one claim."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Protocol

from redis import Redis

from labs import datasets
from labs.judges import CountingOrigin, Judge, Likely, commands, judging
from labs.servers import Valkey

Page = dict[str, object]
DIDO: Page = {"title": "Dido, a Queen's Farewell", "on_sale": True, "lowest_price": None}
"""Python writes each of these values otherwise than JSON does."""
NO_END = "-1, no expiry"


class Counts(Protocol):
    """The unit's own counts."""

    hits: int
    misses: int


class Reader(Protocol):
    """A reader that keeps answers in Valkey."""

    def read(self, page_id: int) -> object: ...
    def recall(self, page_id: int) -> tuple[bool, object]: ...
    def remember(self, page_id: int, answer: object) -> None: ...


ReadPage = Callable[[int, Redis, Callable[[int], Page], Counts], Page]
NewCounts = Callable[[], Counts]
NewReader = Callable[[Redis, Callable[[int], object]], Reader]
PagesToWarm = Callable[[Sequence[int], int], list[int]]


# --- E1: books in order, in Valkey ------------------------------------------------------------


def accounting(read_page: ReadPage, new_counts: NewCounts, seed: int) -> None:
    """Every request is a hit or a miss, and every miss is one call of the origin."""
    ids = datasets.zipf_reads(400, seed)
    with judging("E1: hits and misses add up") as judge, Valkey.start() as fresh:
        client, counts = fresh.client(), new_counts()
        origin: CountingOrigin[int, Page] = CountingOrigin(lambda n: {"title": f"Show {n}"})
        for turn, page_id in enumerate(ids, 1):
            before = origin.calls
            page = read_page(page_id, client, origin, counts)
            first = page_id not in ids[: turn - 1]
            judge.equal(
                page,
                {"title": f"Show {page_id}"},
                called=f"read_page({page_id}, ...), request {turn}, a {'miss' if first else 'hit'}",
                likely=_why_this_page(page, first=first, asked=origin.calls > before),
            )
        different = len(set(ids))
        judge.equal(
            {"hits": counts.hits, "misses": counts.misses, "origin calls": origin.calls},
            {"hits": 400 - different, "misses": different, "origin calls": different},
            called="read_page for 400 requests",
            likely=_why_these_counts(counts, origin.calls, different),
        )


def _why_this_page(page: object, *, first: bool, asked: bool) -> Likely:
    is_text = isinstance(page, bytes | str)
    return [
        (page is None, "one of the two ways out does not return the page."),
        (is_text and first, "on a miss, return the page itself, not its JSON."),
        (is_text, "json.loads turns the bytes back into a page."),
        (asked, "this is not what origin(page_id) gave."),
        (True, "this is another page's copy: is the whole id in the key?"),
    ]


def _why_these_counts(counts: Counts, calls: int, different: int) -> Likely:
    return [
        (
            calls == 400 and counts.hits,
            "the origin is asked on a hit too: answer from the copy, and ask only after a miss.",
        ),
        (
            calls == 400,
            "the origin is asked every time: is a copy kept, and looked for under the same key?",
        ),
        (
            calls > different,
            "the origin is asked more than once in a miss, or on some hits too.",
        ),
        (
            counts.hits + counts.misses > 400,
            "a miss is counted as a hit too: return right after the hit.",
        ),
        (
            counts.hits + counts.misses == 0,
            "nothing is counted in the counts that were passed in: counts.hits += 1 or "
            "counts.misses += 1.",
        ),
        (counts.hits == different, "hits and misses are the wrong way round."),
        (counts.misses < different, "misses are missing: count each before you ask the origin."),
        (True, "hits are missing: count each before you answer from the copy."),
    ]


def keys(read_page: ReadPage, new_counts: NewCounts, page_id: int) -> None:
    """The copy is JSON under page:<id>; a neighbour's key with the bare number is left alone."""
    title = "E1: the copy lies under page:<id>, as JSON"
    with judging(title) as judge, Valkey.start() as fresh:
        client, key = fresh.client(), f"page:{page_id}"
        client.set(str(page_id), '"the neighbour\'s data"')
        called = f"read_page({page_id}, ...), while a neighbour owns the key {page_id}"
        page = read_page(page_id, client, lambda _: DIDO, new_counts())
        neighbours = page == "the neighbour's data"  # type: ignore[comparison-overlap]
        likely = [
            (neighbours, "you read the neighbour's key: put page: in front."),
            (True, "return the page that the origin gave."),
        ]
        judge.equal(page, DIDO, called=called, likely=likely)
        likely = [
            (_keys(client) == [str(page_id)], "no copy was written under page:<id>."),
            (True, "one copy, under the key page:<id>, and nothing else."),
        ]
        judge.equal(_keys(client), sorted([str(page_id), key]), called=called, likely=likely)
        raw = client.get(key)
        judge.that(
            _from_json(raw) == DIDO,
            called=f"GET {key}",
            got=raw,
            expected=json.dumps(DIDO),
            likely="the value must be json.dumps(page): str(page) is not JSON.",
        )
        _has_no_end(judge, client, key, called="", likely="the copy was set with an expiry.")


def _asked_once(judge: Judge, calls: int, called: str, likely: Likely) -> None:
    got, expected = f"{calls} origin calls", "1 origin call"
    judge.that(calls == 1, called=called, got=got, expected=expected, likely=likely)


def _keys(client: Redis) -> list[str]:
    return sorted(key.decode() for key in client.scan_iter() if isinstance(key, bytes))


def _from_json(raw: bytes | str | None) -> object:
    try:
        return json.loads(raw or b"")
    except ValueError:
        return "not JSON"


def _has_no_end(judge: Judge, client: Redis, key: str, *, called: str, likely: str) -> None:
    ttl = client.ttl(key)
    judge.that(
        ttl == -1,
        called=f"{called}TTL {key}",
        got=f"{ttl} seconds",
        expected=NO_END,
        likely=likely,
    )


def shared(read_page: ReadPage, new_counts: NewCounts, page_id: int) -> None:
    """A second process finds the copy of the first; a hit reads once and writes nothing."""
    with judging("E1: four processes share one copy") as judge, Valkey.start() as fresh:
        origin: CountingOrigin[int, Page] = CountingOrigin(lambda _: {"title": "Dido"})
        four = [new_counts() for _ in range(4)]
        called = f"read_page({page_id}, ...) from four connections"
        for mine in four:
            page = read_page(page_id, fresh.client(), origin, mine)
            likely = [
                (isinstance(page, bytes | str), "json.loads turns the bytes back into a page."),
                (True, "return the page, on a hit too."),
            ]
            judge.equal(page, {"title": "Dido"}, called=called, likely=likely)
        hits, misses = ([getattr(mine, name) for mine in four] for name in ("hits", "misses"))
        likely = [
            (misses == [1, 0, 0, 0], "the origin is asked twice in a miss: keep what it gave you."),
            (True, "the copy is kept in the process, or not at all; it belongs in Valkey."),
        ]
        _asked_once(judge, origin.calls, f"{called}, one after another", likely)
        judge.that(
            misses == [1, 0, 0, 0],
            called="the four counts afterwards",
            got=four,
            expected="one miss for the first, one hit for each of the others",
            likely=[
                (hits == [1, 0, 0, 0], "hits and misses are the wrong way round."),
                (hits == [0, 1, 1, 1], "the miss is not counted, or not once."),
                (True, "count in the object that was passed in."),
            ],
        )
        _takes_few_commands(
            judge,
            fresh.client(),
            f"page:{page_id}",
            lambda: read_page(page_id, fresh.client(), origin, new_counts()),
            origin,
        )


def _takes_few_commands(
    judge: Judge,
    client: Redis,
    key: str,
    read: Callable[[], object],
    origin: CountingOrigin[int, Page],
) -> None:
    """A hit takes one; a miss two, also after Valkey has lost what a process once had."""
    for what, most, expected in (("a hit", 1, "one, GET"), ("a miss", 2, "two, GET and SET")):
        with commands(client) as seen:
            read()
        judge.that(
            seen.names.total() <= most,
            called=f"the commands that Valkey saw for {what}",
            got=dict(seen.names),
            expected=expected,
            likely=_why_these_commands(seen.names, most),
        )
        client.delete(key)
    judge.that(
        origin.calls == 2,
        called=f"DEL {key}, then read_page once more",
        got=f"{origin.calls - 1} origin calls",
        expected="1 origin call",
        likely="a copy is kept in the process, too: what Valkey has lost is a miss.",
    )


def _why_these_commands(names: Counter[str], most: int) -> Likely:
    return [
        (
            names["SET"] and most == 1,
            "the copy is written again on a hit: write it only on a miss.",
        ),
        (
            names["SET"] and names["GET"] > 1,
            "you read back what you have just written: the origin gave you the page.",
        ),
        (names["GET"] > 1, "keep what the first get gave you: each get is a round trip."),
        (names["EXISTS"], "get alone tells both: None means there is no such key."),
        (True, "one get is enough for a hit, one get and one set for a miss."),
    ]


# --- E2: remember nothing ---------------------------------------------------------------------


def gone(new_reader: NewReader, page_id: int) -> None:
    """A page that does not exist is asked for once, as one that exists is."""
    title = "E2: a page that does not exist is asked for once"
    with judging(title) as judge, Valkey.start() as fresh:
        answers: dict[int, object] = {7: {"title": "Dido"}, page_id: None}
        origin = CountingOrigin(answers.__getitem__)
        reader = new_reader(fresh.client(), origin)
        for asked, answer in answers.items():
            for turn in (1, 2, 3):
                called = f"read({asked}), turn {turn} of 3"
                likely = "what recall gives back is not what remember was given."
                judge.equal(reader.read(asked), answer, called=called, likely=likely)
                _keeps(judge, fresh.client(), asked, called)
                _asks_once(judge, fresh.client(), origin, asked, called)
        likely = "one key for each page, and no other."
        both = sorted(["page:7", f"page:{page_id}"])
        judge.equal(_keys(fresh.client()), both, called="after both", likely=likely)
        fresh.client().flushdb()
        judge.equal(
            [reader.recall(asked) for asked in answers],
            [(False, None)] * 2,
            called=f"FLUSHDB, then recall(7) and recall({page_id})",
            likely="an answer is kept in the process, too: what Valkey has lost is unknown.",
        )


def _keeps(judge: Judge, client: Redis, asked: int, called: str) -> None:
    key, there = f"page:{asked}", _keys(client)
    judge.that(
        key in there,
        called=called,
        got=f"keys {there}",
        expected=f"the key {key}, too",
        likely=[
            (
                asked != 7 and there == ["page:7"],
                "remember keeps nothing if the answer is None.",
            ),
            (asked != 7 or there, "every answer belongs under page:<id>, a None too."),
            (
                True,
                "remember keeps nothing on self.cache: is it in the process, or on another client?",
            ),
        ],
    )
    likely = "the answer was kept with an expiry."
    _has_no_end(judge, client, key, called=f"{called}, then ", likely=likely)


def _asks_once(
    judge: Judge, client: Redis, origin: CountingOrigin[int, object], asked: int, called: str
) -> None:
    key = f"page:{asked}"
    is_empty = client.type(key) == b"string" and client.get(key) == b""
    likely = [
        (asked == 7, "recall does not find what remember kept."),
        (is_empty, 'b"" counts as false: ask whether raw is None.'),
        (True, "recall decides on the answer, not on raw: None means two things."),
    ]
    _asked_once(judge, origin.asked[asked], called, likely)


def empty(new_reader: NewReader, answers: Sequence[object]) -> None:
    """Answers that Python counts as false, or that look like a marker, come back as they were."""
    with judging("E2: empty answers are answers") as judge, Valkey.start() as fresh:
        nothing = new_reader(fresh.client(), lambda _: "the origin").recall(404)
        likely = "recall says whether it found something, then what."
        called = "recall(404) on an empty cache"
        judge.equal(nothing, (False, None), called=called, likely=likely)
        new_reader(fresh.client(), lambda _: None).read(999)
        for page_id, answer in enumerate([*answers, *_sign_for_nothing(fresh.client())]):
            _comes_back(judge, fresh, new_reader, page_id, answer)


MORE_ANSWERS = [
    None, [], False, True, "None", "MISSING", {"found": False}, ["missing"], -12.5, "Łódź",
]  # fmt: skip
"""Answers that a sign of one's own may clash with."""


def _sign_for_nothing(client: Redis) -> list[object]:
    """What this reader keeps for None, as an answer that looks like it."""
    if client.type("page:999") != b"string":
        return []
    sign = _from_json(client.get("page:999"))
    return [] if sign == "not JSON" else [sign]


def _comes_back(
    judge: Judge, fresh: Valkey, new_reader: NewReader, page_id: int, answer: object
) -> None:
    given = deepcopy(answer)
    origin: CountingOrigin[int, object] = CountingOrigin(lambda _: given)
    first, second = (new_reader(fresh.client(), origin) for _ in range(2))
    got = [first.read(page_id), second.read(page_id), first.read(page_id)]
    called = f"read({page_id}) three times, by two readers; the origin answers {answer!r}"
    held, none_s = (fresh.client().dump(f"page:{number}") for number in (page_id, 999))
    judge.that(
        repr(got) == repr([answer] * 3),
        called=called,
        got=got,
        expected=[answer] * 3,
        likely=[
            (given != answer, "remember changes the very page that it is given."),
            (
                answer is not None and held and held == none_s,
                f"for {answer!r} the same is kept as for None: two answers share one value.",
            ),
            (
                origin.calls == 1 and got[1] is None,
                f"found, and lost on the way back: does an `or` count {answer!r} as nothing?",
            ),
            (True, "recall must undo exactly what remember did."),
        ],
    )
    why_false = f"bool({answer!r}) is False: ask `is None` about raw, not about the answer."
    likely = [
        (not held, f"remember keeps nothing for {answer!r} on self.cache."),
        (not answer, why_false),
        (True, "recall does not find what remember kept."),
    ]
    _asked_once(judge, origin.calls, called, likely)
    _works_alone(judge, fresh.client(), (first, second), 1_000 + page_id, answer)


def _works_alone(
    judge: Judge, client: Redis, readers: tuple[Reader, Reader], page_id: int, answer: object
) -> None:
    """One reader remembers, another recalls, and only looks."""
    first, second = readers
    first.remember(page_id, answer)
    before = _changes(client)
    kept = second.recall(page_id)
    called = f"remember({page_id}, {answer!r}), then recall({page_id}) by another reader"
    judge.that(
        repr(kept) == repr((True, answer)),
        called=called,
        got=repr(kept),
        expected=(True, answer),
        likely="recall returns a pair: True, and the answer that remember was given.",
    )
    judge.that(
        _changes(client) == before,
        called=called,
        got="recall changed what Valkey holds",
        expected="no change",
        likely="recall only looks: remember alone writes.",
    )
    _has_no_end(judge, client, f"page:{page_id}", called="", likely="it was kept with an expiry.")


def _changes(client: Redis) -> object:
    """How many changes the server has made."""
    return client.info("persistence")["rdb_changes_since_last_save"]


# --- E3: before the doors open ----------------------------------------------------------------


def enough(pages_to_warm: PagesToWarm, yesterday: Sequence[int], *per_cents: int) -> None:
    """The chosen pages took at least the share that was asked for; the trace stays as it was."""
    for per_cent in per_cents:
        with judging("E3: the pages took at least the share asked for") as judge:
            given = list(yesterday)
            chosen = pages_to_warm(given, per_cent)
            called = f"pages_to_warm({yesterday!s:.50}, {per_cent})"
            judge.that(
                isinstance(chosen, list),
                called=called,
                got=repr(chosen),
                expected="a list of page numbers",
                likely="return the list of pages.",
            )
            judge.that(
                given == list(yesterday),
                called=f"{called}, then the trace",
                got=f"{given!s:.60}",
                expected="the trace as it was",
                likely="sort() orders the caller's own list: sorted(...) makes a new one.",
            )
            judge.that(
                set(chosen) <= set(yesterday),
                called=called,
                got=f"{chosen!s:.60}",
                expected="pages that were read yesterday",
                likely=[
                    (
                        any(isinstance(item, tuple) for item in chosen),
                        "these are not page numbers: Counter.items() gives pairs of page and "
                        "count.",
                    ),
                    (
                        True,
                        "these numbers are not pages of the list that was passed in: counts, or "
                        "another trace?",
                    ),
                ],
            )
            _takes(judge, yesterday, per_cent, chosen, called)


def _takes(
    judge: Judge, yesterday: Sequence[int], per_cent: int, chosen: Sequence[int], called: str
) -> None:
    covered, goal = sum(page in set(chosen) for page in yesterday), per_cent * len(yesterday)
    best = sum(count for _, count in Counter(yesterday).most_common(len(chosen)))
    of_pages = per_cent * len(set(yesterday)) // 100
    judge.that(
        100 * covered >= goal,
        called=called,
        got=f"{len(chosen)} pages, which took {covered} of {len(yesterday)} requests",
        expected=f"at least {-(-goal // 100)} requests",
        likely=[
            (
                covered < best,
                "these are not the most read pages: sort by count, highest first.",
            ),
            (
                100 * (best + 1) > goal,
                "half a request more is a whole one: the share is rounded down somewhere.",
            ),
            (
                100 * best < goal and len(chosen) == of_pages,
                "per_cent is a share of the requests, not of the pages.",
            ),
            (True, "you stopped one page early: the page that crosses the line belongs in."),
        ],
    )


def shortest(
    pages_to_warm: PagesToWarm, cases: Sequence[tuple[Sequence[int], int, list[int]]]
) -> None:
    """No shorter list would do, and it is in order: most read first, then by number."""
    for yesterday, per_cent, expected in cases:
        with judging("E3: the list is the shortest, most read first") as judge:
            chosen = pages_to_warm(list(yesterday), per_cent)
            judge.that(
                list(chosen) == expected,
                called=f"pages_to_warm({yesterday!s:.60}, {per_cent})",
                got=f"{len(chosen)} pages: {chosen!s:.70}",
                expected=f"{len(expected)}: {expected!s:.70}",
                likely=_why_these_pages(list(chosen), expected, yesterday, per_cent),
            )


def _why_these_pages(
    chosen: list[int], expected: list[int], yesterday: Sequence[int], per_cent: int
) -> Likely:
    reads, of_pages = Counter(yesterday), per_cent * len(set(yesterday)) / 100
    alike = [reads[page_id] for page_id in chosen] == [reads[page_id] for page_id in expected]
    return [
        (
            any(isinstance(item, tuple) for item in chosen),
            "these are pairs of page and count: take the page.",
        ),
        (
            len({*chosen}) < len(chosen) or not {*chosen} <= {*yesterday},
            "a page stands there twice, or is of another trace: begin each call with a new list.",
        ),
        (
            len(chosen) == len(reads) > len(expected),
            "you went on to the end: is per_cent treated as a share from 0 to 1?",
        ),
        (
            chosen[:-1] == expected,
            "one page too many: is the sum looked at before a page is taken, by >=, and in whole "
            "numbers? Floats miss by a hair.",
        ),
        (alike, "pages read equally often go by number, lowest first (9 before 10)."),
        (sorted(chosen) == sorted(expected), "the right pages in another order: most read first."),
        (
            len(chosen) in (int(of_pages), round(of_pages)),
            "per_cent is a share of the requests, not of the pages.",
        ),
        (
            len(chosen) > len(expected),
            "a page that is read more brings you to the goal sooner: sort first.",
        ),
        (
            True,
            "these pages took less than the share: at least means that half a request more "
            "counts, too.",
        ),
    ]


YESTERDAYS = [
    ([*[7] * 8, 3, 3, 5, 1, 9, 2, 4, 6], 50, [7]),
    ([*[7] * 8, 3, 3, 5, 1, 9, 2, 4, 6], 75, [7, 3, 1, 2]),
    ([10, 2, 9, 10, 9, 2, 4, 4], 75, [2, 4, 9]),
    ([7, 3], 0, []),
    ([1, 1, 1, 2, 2, 3, 4], 50, [1, 2]),
    ([1, 1, 2, 3, 4], 50, [1, 2]),
    ([*[7] * 29, *range(100, 171)], 29, [7]),
    (range(75), 28, [*range(21)]),
]
"""Yesterday's requests, per_cent, and the list. 29 % of 100 and 28 % of 75 are whole numbers, and
one or the other is missed by each way to compute them in floats."""

OTHER_YESTERDAYS = [
    ([8, 8, 2, 2, 2, 2, 6, 6], 75, [2, 6]),
    ([*range(100), *[55] * 100], 50, [55]),
    ([12, 11, 101, 12, 11, 101], 100, [11, 12, 101]),
    ([7, 3], 0, []),
    ([*[1] * 199, 2], 100, [1, 2]),
]
"""The same, with other ties, and one request in 200 that decides."""
