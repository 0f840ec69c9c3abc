"""What S01.3 asks of an answer: each check is one claim."""

import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from labs.judges import Judge, judging
from labs.languages import PHP, CompileError, Language, Ruby, programs
from labs.languages.compiling import compile_together
from labs.languages.java import Java
from labs.languages.served import Served
from labs.measure import Proxy
from labs.servers import Valkey
from labs.units.s01_3 import causes, stage
from labs.units.s01_3.paced import PacedJava, paced

Visits = Sequence[str]


def compiled_beside(written: Mapping[str, str]) -> list[Mapping[str, str]]:
    """The rush on the learner's box office, and the same at a pace: one start of javac compiles
    both, and in a trial those of all answers."""
    rush = programs.used_among(written, "RushOnYours.java")
    return [rush, paced(rush)]


# --- E1: Java ---------------------------------------------------------------------------------


def sold(kind: str, seats: int, *, shows: int = 1, customers: int = 16, times: int) -> None:
    """However many buy at once: each seat is sold once, and `left` says how many there are.

    In a "duet" one customer comes in between two steps of the other; a "play" is as fast as it can.
    """
    with judging("E1: each seat is sold once, and counted") as judge:
        tries = "once" if times == 1 else f"{times:,} times"
        called = f"{customers} customers call sell(show), {tries} each; seats: {seats:,}"
        told = _rush(judge, called, "sell", kind, shows, seats, customers, times)
        want = min(seats, customers * times)
        pairs = list(zip(told["got"], told["left"], strict=True))
        got, left = next((pair for pair in pairs if pair != (want, seats - want)), pairs[0])
        judge.that(
            (got, left) == (want, seats - want),
            called=called,
            got=f"{got:,} tickets sold, {left:,} seats left",
            expected=f"{want:,} sold, {seats - want:,} left",
            likely=causes.of_sales(got, left, seats, customers * times),
        )
        _never_below(judge, told, "sell")


_EXCHANGED = "E1: tickets are exchanged, and nobody is stuck"


def exchanged(kind: str, *, seats: int, customers: int = 16, times: int = 2_000) -> None:
    """Tickets are exchanged to and fro: nobody is stuck, no seat is lost or doubled.

    `kind` is as for `sold`.
    """
    with judging(_EXCHANGED) as judge:
        called = f"{customers} customers call exchange, {times:,} times each; {seats} seats a show"
        told = _rush(judge, called, "exchange", kind, 2, seats, customers, times)
        for name, held, left in zip(("Dido", "Medea"), told["got"], told["left"], strict=True):
            judge.that(
                held + left == seats and left >= 0,
                called=called,
                got=f"for {name} customers hold {held} tickets, and {left} seats are left",
                expected=f"{seats} together",
                likely=causes.of_exchanges(held, left, seats),
            )
        _never_below(judge, told, "exchange")


def refused(kind: str, *, seats: int, customers: int = 16, times: int = 2_000) -> None:
    """Where all is sold out an exchange changes nothing, not even for a moment."""
    with judging(_EXCHANGED) as judge:
        called = f"two shows are sold out: half of {customers} customers exchange, "
        called += f"half call sell, {times} times each"
        told = _rush(judge, called, "full", kind, 2, seats, customers, times)
        went, bought = told["got"]
        judge.that(
            (went, bought, told["left"]) == (0, 0, [0, 0]),
            called=called,
            got=f"{went} exchanged, {bought} bought, seats left: {told['left']}",
            expected="0 exchanged, 0 bought, seats left: [0, 0]",
            likely=causes.of_a_full_hall(went, bought),
        )
        _never_below(judge, told, "exchange, which is refused")


def pooled(*rushes: tuple[int, int, int, int]) -> None:
    """A pool has as many threads as are busy on average: from 1 to what is allowed; each call of
    the same office makes one of its own."""
    with judging("E1: as many booths as are busy") as judge:
        calls = [f"booths({', '.join(map(str, numbers))})" for *numbers, _ in rushes]
        numbers = [number for *asked, _ in rushes for number in asked]
        told = _rush(judge, ", then ".join(calls), "crowd", *numbers)
        before: list[int] = []
        for called, busy, (*asked, right) in zip(calls, told["busy"], rushes, strict=True):
            judge.that(
                busy == right,
                called=f"{called}, and a hundred come at once",
                got=f"{busy} booths busy at once",
                expected=f"{right}",
                likely=causes.of_a_pool(busy, asked, before),
            )
            before.append(right)


def _never_below(judge: Judge, told: Any, in_midway: str) -> None:  # noqa: ANN401
    judge.that(
        told["lowest"] >= 0,
        called=f"left(show), while another customer is in the middle of {in_midway}",
        got=f"{told['lowest']}",
        expected="0 or more, at every moment",
        likely="who finds nothing takes a seat first, and gives it back in a second step: take one "
        "only if there is one, in one step.",
    )


def _rush(judge: Judge, called: str, *arguments: object) -> Any:  # noqa: ANN401
    stage.give(Java)
    compile_together(compiled_beside(programs.written()))
    java = PacedJava if {"opera", "duet"} & set(arguments) else Java
    with judge.calling(called, likely=causes.of_java):
        told = stage.rush(*arguments, on="Office.java", java=java)
    stuck = told.get("stuck", [])
    judge.that(
        not stuck,
        called=called,
        got=f"stuck after {told.get('done', 0):,} calls: {'; '.join(stuck[:2])}",
        expected="an end",
        likely=causes.of_stuck(stuck),
    )
    return told


# --- E2: Ruby ---------------------------------------------------------------------------------

_OWN = "E2: each visitor gets her own page"


def own(way: str, visitors: Visits) -> None:
    """Whoever else is served at the same time, a page is made of its visitor's data alone, as they
    are now; nothing stays of it; and visitors are served side by side."""
    with judging(_OWN) as judge, _serving(judge, Ruby, "page.rb", {"WAY": way}) as service:
        before = _asked(judge, service, ["/kept"])[0]
        pages = _asked(judge, service, [f"/{visitor}" for visitor in visitors])
        for visitor, page in zip(visitors, pages, strict=True):
            judge.that(
                page == stage.page_of(visitor),
                called=f'Page.for("{visitor}"), one of {len(visitors)} visitors, by {way}',
                got=f"{page}",
                expected=f"{stage.page_of(visitor)}",
                likely=causes.of_a_page(page, visitor, visitors, way),
            )
        ledger, after = _asked(judge, service, ["/ledger"])[0], _asked(judge, service, ["/kept"])[0]
        judge.that(
            way == "one by one" or ledger["peak"] > 1,
            called=f"{len(visitors)} visitors, {stage.AT_ONCE} at once, by {way}",
            got="the ledger was never asked for two of them at once",
            expected="visitors who are served side by side",
            likely="a lock around the page, or around the ledger: each waits for the one before.",
        )
        judge.that(
            ledger["asked"] <= len(visitors),
            called=f"{len(visitors)} pages",
            got=f"ledger(visitor) was called {ledger['asked']} times",
            expected="once for each page",
            likely="each call waits for the ledger: keep its seats under a plain name.",
        )
        _as_it_is_now(judge, service, visitors[-1])
        _nothing_stays(judge, before, after)


def _as_it_is_now(judge: Judge, service: Served, visitor: str) -> None:
    """A seat that is bought shows on the visitor's next page."""
    _asked(judge, service, [f"/buy/{visitor}"])
    page = _asked(judge, service, [f"/{visitor}"])[0]
    judge.that(
        page == stage.page_of(visitor, bought=1),
        called=f'Page.for("{visitor}"), who has bought a seat since her last page',
        got=f"{page}",
        expected=f"{stage.page_of(visitor, bought=1)}",
        likely="a page, or its seats, are kept for the next time: ask the ledger for each page.",
    )


def _nothing_stays(judge: Judge, before: Mapping[str, object], after: Mapping[str, object]) -> None:
    """No variable of a class or of the program holds anything else than before the first page."""
    changed = [name for name in after if after[name] != before.get(name)]
    first = changed[0] if changed else ""
    judge.that(
        not changed,
        called=f"after the last page, a look at {first}",
        got=f"{str(after.get(first))[:60]}",
        expected=f"{before.get(first, 'no such variable')}, as before the first page",
        likely="one variable for all pages: whoever comes in between writes it, too, even if no "
        "page went wrong this time. Plain names, or @ of an object made for each page.",
    )


# --- E3: PHP ----------------------------------------------------------------------------------

_EXACT = "E3: four workers count exactly"


def exact(sales: Mapping[str, int], visitors: int) -> None:
    """Twenty clients at once get each place once, in order of none; the rest get 0.

    `sales` has the places of each sale; so many visitors ask for each of them.
    """
    with (
        judging(_EXACT) as judge,
        Valkey.start() as valkey,
        Proxy.start(valkey.url) as slow,  # a way to Valkey that takes a moment, as in a real house
        _serving(judge, PHP, "queue.php", _variables(slow.url)) as service,
    ):
        slow.delay_ms = 2
        paths = [f"/{sale}/{most}" for sale, most in sales.items()] * visitors
        replies = _asked(judge, service, paths)
        for sale, most in sales.items():
            mine = zip(paths, replies, strict=True)
            given = [_place(judge, got) for path, got in mine if path == f"/{sale}/{most}"]
            right = [*range(1, min(most, visitors) + 1)]
            numbers = Counter(number for number in given if number != 0)
            judge.that(
                numbers == Counter(right),
                called=f'{visitors} times place("{sale}", {most}), 20 clients at once',
                got=causes.places(numbers),
                expected=causes.places(Counter(right)),
                likely=causes.of_places(numbers, right, most, sales),
            )


def between_and_after(sale: str, most: int) -> None:
    """Others may come between any two commands, and the count outlives PHP."""
    _stepped(sale)
    _kept(sale, most)


def _stepped(sale: str) -> None:
    """Others come in between any two commands that one worker sends to Valkey."""
    with (
        judging(_EXACT) as judge,
        Valkey.start() as valkey,
        Proxy.start(valkey.url) as slow,
        _serving(judge, PHP, "queue.php", _variables(slow.url)) as far,
        _serving(judge, PHP, "queue.php", _variables(valkey.url)) as near,
        ThreadPoolExecutor(1) as pool,
    ):
        slow.delay_ms = 100
        for commands in range(1, 6):
            path, sent = [f"/{sale}{commands}/10000"], slow.round_trips + commands
            first = pool.submit(_asked, judge, far, path)
            while slow.round_trips < sent and not first.done():
                time.sleep(0.002)
            given: list[int] = []
            while not first.done() and len(given) < 20:
                given.append(_place(judge, _asked(judge, near, path)[0]))
            given.append(_place(judge, first.result()[0]))
            numbers, right = Counter(given), [*range(1, len(given) + 1)]
            judge.that(
                numbers == Counter(right),
                called=f'place("{sale}{commands}", 10000), while another call waits for Valkey',
                got=causes.places(numbers),
                expected=causes.places(Counter(right)),
                likely=causes.of_places(numbers, right, 10_000, {sale: 10_000}),
            )


def _kept(sale: str, most: int) -> None:
    """The count lies in Valkey, and nowhere else: it outlives PHP, and is another's with another
    Valkey."""
    files = set(programs.folder().iterdir())
    with judging(_EXACT) as judge, Valkey.start() as one, Valkey.start() as other:
        path = f"/{sale}/{most}"
        for valkey, first in ((one, 1), (one, 4), (other, 1)):
            with _serving(judge, PHP, "queue.php", _variables(valkey.url)) as service:
                given = [_place(judge, _asked(judge, service, [path])[0]) for _ in range(3)]
            right = [n if n <= most else 0 for n in range(first, first + 3)]
            judge.that(
                given == right,
                called=f'three times place("{sale}", {most})'
                + (", after a restart" if first > 1 else ""),
                got=f"{given}",
                expected=f"{right}"
                + (", as this Valkey is another, and empty" if valkey is other else ""),
                likely=causes.of_a_restart(given, first),
            )
        _no_new_file(judge, sale, files)
        with one.client(decode_responses=True) as client:
            keys = {str(key): client.ttl(key) for key in client.scan_iter("*")}
        judge.that(
            keys == {f"queue:{sale}": -1},
            called=f'place("{sale}", {most})',
            got=f"keys in Valkey, each with its seconds to live: {keys}",
            expected=f"{{'queue:{sale}': -1}}, which is for ever",
            likely=[
                (f"queue:{sale}" in keys, "one key is enough, and it never ends."),
                (True, "other teams keep data there, too: the key is fixed."),
            ],
        )


def _no_new_file(judge: Judge, sale: str, before: Collection[Path]) -> None:
    new = [file.name for file in programs.folder().iterdir() if file not in before]
    judge.that(
        not new,
        called=f'place("{sale}", …)',
        got=f"a new file beside the program: {', '.join(sorted(new))}",
        expected="no file",
        likely="the number lies in Valkey, and nowhere else: other machines see no file.",
    )


def _variables(url: str) -> dict[str, object]:
    return {"VALKEY": url, "PHP_CLI_SERVER_WORKERS": 4}


def _place(judge: Judge, got: Any) -> int:  # noqa: ANN401
    place = got.get("place") if isinstance(got, dict) else None
    judge.that(
        isinstance(place, int),
        called="place($sale, $most)",
        got=f"{got}",
        expected="a whole number",
        likely=causes.of_an_error(str(got)),
    )
    return int(place or 0)


# --- services ---------------------------------------------------------------------------------


def _serving(
    judge: Judge, language: type[Language], program: str, env: Mapping[str, object]
) -> Served:
    stage.give(language)
    unread = "that line, or the end of the one before: a sign or a word is missing, or misspelt."
    with judge.calling(
        f"{language.name} serves {program}",
        expected="a program that starts",
        likely=lambda error: [
            (getattr(error, "likely", ""), getattr(error, "likely", "")),
            (isinstance(error, CompileError), unread),
        ],
    ):
        return language.serve(program, env=env)


def _asked(judge: Judge, service: Served, paths: Sequence[str]) -> list[Any]:
    called = f"GET {paths[0]}" + (f", and {len(paths) - 1} more" if len(paths) > 1 else "")
    with judge.calling(called):
        try:
            return stage.ask(service, paths)
        except stage.NoAnswerError as error:
            judge.fails(
                called=called,
                came_back=f"no answer: {error}",
                expected="an answer within 20 s",
                likely="it waits for what never comes, such as a lock that it holds itself.",
            )
