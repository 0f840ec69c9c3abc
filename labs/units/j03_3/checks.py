"""What J03.3 asks of an answer: each check is one claim."""

import copy
import csv
import io
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import requests
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from labs.judges import Judge, judging
from labs.judges.apps import host_a_first
from labs.servers.hosting import hosted
from labs.units.j03_3 import causes
from labs.units.j03_3.asking import SECRETS, Answered, Refused, answers, refuses
from labs.units.j03_3.bytes_of_orders import NOT_READ, READ
from labs.units.j03_3.cases import BUSY, OTHERS_REFUSED, PRICES_REFUSED, another_app
from labs.units.j03_3.lines import ODD
from labs.units.j03_3.memory import MEGABYTE, held_for
from labs.units.j03_3.night import Line, night
from labs.units.j03_3.orders import Order, by_node, orders
from labs.units.j03_3.sales import COLUMNS, Sale, season

ReadFeed = Callable[[Iterable[str]], tuple[Sequence[Any], Sequence[tuple[int, str, str]]]]
AddManners = Callable[[FastAPI], None]
AddExport = Callable[[FastAPI, Callable[[], Iterator[Sale]]], None]
Canonical = Callable[[Order], bytes]
ReadOrder = Callable[[bytes], Order]

_NODES = 1_000


def before_all() -> None:
    """What is the same for all answers: Node's orders, and a first server's imports."""
    _orders_and_bytes()
    host_a_first()


# --- E1: the feed -----------------------------------------------------------------------------

_FEW = 20
FEED = "E1: good listings come in, wrong ones do not, and the field is named"


def feed(read_feed: ReadFeed, seed: int, n: int) -> None:
    """Of a night's lines no wrong one is accepted, no good one refused; each refusal is right."""
    lines = night(seed, n)
    called = f"read_feed of {n:,} lines"
    with judging(FEED) as judge:
        _one_model(judge, read_feed, [line.text for line in lines[:_FEW]])
        accepted, refused = _read(judge, read_feed, [line.text for line in lines], called)
        by_number = {each[0]: tuple(each) for each in refused}
        _counted(judge, lines, [each[0] for each in refused], called)
        for number, line in enumerate(lines, 1):
            got = by_number.get(number)
            wanted = (number, line.field, line.error) if line.defect else None
            judge.that(
                got == wanted,
                called=f"read_feed, line {number} of {n:,}: {line.text}",
                got=_said(got),
                expected=_said(wanted) + (f" ({line.defect})" if line.defect else ""),
                likely=_why(line, got),
            )
        _accepted(judge, [line for line in lines if not line.defect], accepted, called)


def _one_model(judge: Judge, read_feed: ReadFeed, texts: Sequence[str]) -> None:
    """The first lines tell it, before the whole feed takes minutes."""
    called = f"read_feed of the first {len(texts)} lines"
    accepted, _ = _read(judge, read_feed, texts, called)
    judge.that(
        len({type(listing) for listing in accepted}) <= 1,
        called=called,
        got="objects of as many classes as there are lines",
        expected="objects of one model",
        likely=causes.ONE_MODEL,
    )


def _counted(judge: Judge, lines: Sequence[Line], numbers: Sequence[int], called: str) -> None:
    """Refusals come in the order of the lines, which are counted from 1."""
    wrong = [number for number, line in enumerate(lines, 1) if line.defect]
    judge.that(
        list(numbers) == sorted(set(numbers)) and list(numbers) != [each - 1 for each in wrong],
        called=f"{called}; the numbers of the refused ones",
        got=f"{list(numbers)!r:.100}",
        expected="each once, in order, counted from 1",
        likely="enumerate(lines, 1); one Refusal for each line.",
    )


def _read(judge: Judge, read_feed: ReadFeed, texts: Sequence[str], called: str) -> Any:  # noqa: ANN401
    with judge.calling(called):
        got = read_feed(text for text in texts)
    judge.that(
        isinstance(got, tuple) and len(got) == 2 and all(isinstance(each, list) for each in got),
        called=called,
        got=f"{got!r:.80}",
        expected="two lists: what was accepted, and what was refused",
    )
    judge.equal(
        len(got[0]) + len(got[1]),
        len(texts),
        called=f"{called}; how many lines are in one of the lists",
        likely="each line is in one of them, a blank one too; no refusal ends the reading.",
    )
    return got


def _said(refusal: tuple[object, ...] | None) -> str:
    return f"refused: {refusal[1:]}" if refusal else "accepted"


def _why(line: Line, got: tuple[object, ...] | None) -> str:
    error = got[2] if got else "none"
    if line.defect is None and error == "repeated":
        return "no listing that this call has accepted has this id: when is an id kept, and where?"
    if line.defect is None:
        return "a good document: which of your rules is too strict?"
    if got is None:
        return causes.CAME_IN[line.defect]
    if (error, line.error) == ("value", "type"):
        return "it tried to convert the value: strict=True where the line is read."
    return "told(error) gives field and class; which price, and why, is in `loc`."


def _accepted(judge: Judge, lines: Sequence[Line], accepted: Sequence[Any], called: str) -> None:
    """The accepted ones are there, in order, with their values."""
    judge.equal(len(accepted), len(lines), called=f"{called}; how many were accepted")
    for listing, line in zip(accepted, lines, strict=True):
        judge.that(
            isinstance(listing, BaseModel) and isinstance(getattr(listing, "starts", 0), datetime),
            called=f"{called}; an accepted one",
            got=f"{listing!r:.120}",
            expected="an object of the model, whose `starts` is a datetime",
            likely="NaiveDatetime makes one of the text.",
        )
        wanted = type(listing).model_validate_json(line.text)
        judge.equal(listing, wanted, called=f"{called}; what was accepted, in order")


def odd_lines(read_feed: ReadFeed) -> None:
    """Lines at the edge of a rule are told apart, twice in a row."""
    with judging(FEED) as judge:
        for again in ("", ", the second time"):
            texts = [odd.text for odd in ODD]
            called = f"read_feed of {len(ODD)} lines{again}"
            accepted, refused = _read(judge, read_feed, texts, called)
            by_number = {each[0]: tuple(each) for each in refused}
            for number, odd in enumerate(ODD, 1):
                wanted = (number, odd.field, odd.error) if odd.error else None
                judge.that(
                    by_number.get(number) == wanted,
                    called=f"read_feed, line {number}{again}: {odd.text}",
                    got=_said(by_number.get(number)),
                    expected=_said(wanted),
                    likely="something is kept from one call to the next." if again else odd.why,
                )
            good = sum(not odd.error for odd in ODD)
            judge.equal(len(accepted), good, called=f"{called}; how many were accepted")


# --- E2: manners ------------------------------------------------------------------------------

MANNERS = "E2: each refusal is a problem, and each answer has its headers"
_JSON = {"Content-Type": "application/json"}


def manners(listings_app: Callable[[type], FastAPI], price: type, add_manners: AddManners) -> None:
    """The service of prices refuses in one form, and answers as before."""
    app = listings_app(price)

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError(f"no seat in {SECRETS[1]} for {SECRETS[2]}")

    kept = _JSON | {"Cache-Control": "public, max-age=60"}
    with judging(MANNERS) as judge, _with_manners(judge, app, add_manners) as site:
        for refused in PRICES_REFUSED:
            refuses(judge, site, refused)
        answers(judge, site, Answered("GET", "/listings/partner-1", 200, kept, compressed=True))
        sent = b'{"band": "C", "pence": 900}'
        made = answers(judge, site, Answered("POST", "/prices", 201, _JSON, sent=sent))
        judge.equal(made.json(), {"band": "C", "pence": 900}, called="POST /prices; its content")


def _with_manners(judge: Judge, app: FastAPI, add_manners: AddManners) -> Any:  # noqa: ANN401
    with judge.calling("add_manners(app)"):
        add_manners(app)
    return hosted(app)


def manners_of_another_app(add_manners: AddManners) -> None:
    """So does another app, with other refusals, beside a third."""
    app, other = another_app(), FastAPI()
    text = {"Content-Type": "text/plain; charset=utf-8"}
    kept = {"Cache-Control": "private", "X-Seat": "A1"}
    with judging(MANNERS) as judge, _with_manners(judge, app, add_manners) as site:
        with _with_manners(judge, other, add_manners) as beside:
            refuses(judge, beside, Refused("GET", "/nowhere", 404, "Not Found"))
        for refused in OTHERS_REFUSED:
            refuses(judge, site, refused)
        answers(judge, site, Answered("GET", "/letters/500", 200, text, compressed=True))
        answers(judge, site, Answered("GET", "/letters/499", 200, text))
        answers(judge, site, Answered("GET", "/kept", 203, kept))
        answers(judge, site, Answered("DELETE", "/kept", 204))
        called = "GET /busy; the headers that were raised, afterwards"
        shown = answers(judge, site, Answered("GET", "/headers-of-busy", 200, _JSON))
        judge.equal(shown.json(), BUSY, called=called, likely=causes.RAISER)


# --- E2: the export ---------------------------------------------------------------------------

EXPORT = "E2: the export is whole, and the server holds a small part of it"
WIDE = 5_000
"""Sales with a long name: over two megabytes, in few rows."""
_PATIENCE = 8
"""Seconds for which the last sales wait for the first bytes to arrive."""


def export(add_export: AddExport, rows: int) -> None:
    """The file has its headers, all its lines, and large pieces; the server's memory stays low."""
    with judging(EXPORT) as judge:
        app = _with_export(judge, add_export, lambda: season(rows))
        pieces = _Pieces(app)
        with hosted(pieces) as site, site.client() as client:
            _is_file(judge, client.get("/sales.csv"), list(season(rows)))
        judge.that(
            pieces.sent <= rows / 50,
            called=f"GET /sales.csv, of {rows:,} sales",
            got=f"{pieces.sent:,} pieces",
            expected=f"at most {rows // 50:,}",
            likely=causes.LINE_BY_LINE,
        )
        _stays_low(judge, _with_export(judge, add_export, _wide))


def _wide() -> Iterator[Sale]:
    return ((number, "A1", 1_250, f"{number} Ada, " * 60) for number in range(WIDE))


def _with_export(
    judge: Judge, add_export: AddExport, sales: Callable[[], Iterator[Sale]]
) -> FastAPI:
    app = FastAPI()
    with judge.calling("add_export(app, sales)"):
        add_export(app, sales)
    return app


_HEADERS = 'media_type="text/csv", to which Starlette adds the charset; the others in `headers`.'


def _is_file(
    judge: Judge, answer: requests.Response, sales: Sequence[Sale], *, beside: bool = False
) -> None:
    called = f"GET /sales.csv, of {len(sales):,} sales"
    judge.equal(answer.status_code, 200, called=f"{called}; its status")
    for name, wanted in (
        ("Content-Type", "text/csv; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("Content-Disposition", 'attachment; filename="sales.csv"'),
    ):
        got = answer.headers.get(name, "missing")
        judge.equal(got, wanted, called=f"{called}; its header {name}", likely=_HEADERS)
    lines = [COLUMNS, *(tuple(map(str, sale)) for sale in sales)]
    text = answer.content.decode("utf-8", "replace")
    rows = list(map(tuple, csv.reader(io.StringIO(text, newline=""))))
    wrong = next((n for n, (a, b) in enumerate(zip(rows, lines, strict=False)) if a != b), -1)
    judge.that(
        rows == lines and text.count("\r\n") == len(lines),
        called=called,
        got=f"line {wrong}: {rows[wrong]}" if wrong >= 0 else f"{len(rows):,} lines of CSV",
        expected=f"line {wrong}: {lines[wrong]}" if wrong >= 0 else f"{len(lines):,}, with \\r\\n",
        likely=[
            (beside or len(rows) < len(lines), causes.EACH_CALLER),
            (True, "COLUMNS first, then each sale, as csv_line writes it."),
        ],
    )


class _Pieces:
    """An app whose pieces are counted as they leave it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.sent = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counted(message: Message) -> None:
            self.sent += message["type"] == "http.response.body"
            await send(message)

        await self._app(scope, receive, counted)


def _stays_low(judge: Judge, app: ASGIApp, *, gzip: bool = False) -> None:
    most = sum(len(sale[3]) for sale in _wide()) * 2 / 3 / MEGABYTE
    peak = held_for(app, "/sales.csv", gzip=gzip).peak
    judge.that(
        peak < most,
        called=f"GET /sales.csv, a file of {most * 1.5:.1f} MB" + (", compressed" if gzip else ""),
        got=f"{peak:.1f} MB held by the server at the most",
        expected=f"less than {most:.1f} MB",
        likely=causes.STREAM,
    )


def export_to_several(add_export: AddExport) -> None:
    """Each caller gets all, also while another reads, and before the last sale is taken."""
    first_bytes, asked, late = threading.Event(), [], []

    def sales() -> Iterator[Sale]:
        asked.append("")
        return taken()

    def taken() -> Iterator[Sale]:
        for number, sale in enumerate(_wide()):
            if number == WIDE * 2 // 3 and not first_bytes.wait(_PATIENCE):
                late.append("")
            yield sale

    with judging(EXPORT) as judge:
        app = _with_export(judge, add_export, sales)
        called = "add_export(app, sales); calls of sales before a caller comes"
        judge.equal(asked, [], called=called, likely=causes.EACH_CALLER)
        with hosted(app) as site, site.client() as one, site.client() as two:
            with one.get("/sales.csv", stream=True) as begun:
                pieces = begun.iter_content(1_000)
                head = next(pieces)
                first_bytes.set()
                judge.that(
                    not late,
                    called="GET /sales.csv; the first bytes",
                    got="nothing, while two thirds of the sales were taken",
                    expected="the first bytes before that",
                    likely=causes.STREAM,
                )
                _is_file(judge, two.get("/sales.csv"), list(_wide()), beside=True)
                begun._content = head + b"".join(pieces)
            _is_file(judge, begun, list(_wide()), beside=True)
        judge.equal(len(asked), 2, called="sales, for two callers; its calls", likely=causes.ONCE)
        empty = _with_export(judge, add_export, lambda: iter(()))
        with hosted(empty) as site, site.client() as client:
            _is_file(judge, client.get("/sales.csv"), [])


def export_compressed(add_export: AddExport, add_middleware: Any) -> None:  # noqa: ANN401
    """Compressed on its way out, it is still made piece by piece."""
    with judging(EXPORT) as judge:
        app = _with_export(judge, add_export, _wide)
        app.add_middleware(add_middleware)
        _stays_low(judge, app, gzip=True)
        with hosted(app) as site, site.client() as client:
            answer = client.get("/sales.csv")
        judge.equal(
            answer.headers.get("Content-Encoding"),
            "gzip",
            called="GET /sales.csv with Accept-Encoding: gzip; its Content-Encoding",
        )
        _is_file(judge, answer, list(_wide()))


# --- E3: one form -----------------------------------------------------------------------------

ONE_FORM = "E3: Python and Node agree byte for byte, and nothing else is read"


@cache
def _orders_and_bytes() -> list[tuple[Order, bytes]]:
    some = orders(_NODES, seed=3)
    return list(zip(some, by_node(some), strict=True))


def agrees(canonical: Canonical, read_order: ReadOrder, n: int) -> None:
    """Each order has the bytes that Node gives it, and is read from them again."""
    with judging(ONE_FORM) as judge:
        for order, wanted in _orders_and_bytes()[:n]:
            given = copy.deepcopy(order)
            called = f"canonical({order!r})"
            got = canonical(given)
            judge.that(
                got == wanted,
                called=called,
                got=got,
                expected=f"{wanted!r}, as Node has it",
                likely=causes.why_this_order(got, wanted, order)
                if isinstance(got, bytes)
                else "bytes: .encode() makes them of a text.",
            )
            judge.equal(
                given,
                order,
                called=f"{called}; the order, afterwards",
                likely="it belongs to the caller: `order | {…}` makes a new dict.",
            )
            _reads_again(judge, read_order, wanted, order)


def _reads_again(judge: Judge, read_order: ReadOrder, raw: bytes, order: Order) -> None:
    called = f"read_order({raw!r})"
    with judge.calling(called):
        got = read_order(raw)
    wanted = {name: _in_nfc(value) for name, value in order.items()}
    wanted["placed"] = order["placed"].astimezone(UTC)
    judge.equal(
        got,
        wanted,
        called=called,
        likely=[
            (not isinstance(got, dict), "it returns a dict."),
            (isinstance(got.get("id"), str), "the id is an int again."),
            ("phone" in got and "phone" not in order, "missing stays missing: exclude_unset=True."),
            ("phone" in order and "phone" not in got, "null is told apart from missing."),
            (
                getattr(got.get("placed"), "tzinfo", None) is None,
                "`placed` has a zone: fromisoformat understands the Z.",
            ),
        ],
    )


def _in_nfc(value: object) -> object:
    if isinstance(value, list):
        return [_in_nfc(each) for each in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def reads(canonical: Canonical, read_order: ReadOrder) -> None:
    """Orders in another style are read; what is no order is refused with a ValueError."""
    with judging(ONE_FORM) as judge:
        for raw, wanted in READ.items():
            called = f"read_order({raw!r})"
            with judge.calling(called):
                got = read_order(raw)
            judge.that(
                got == wanted,
                called=called,
                got=got,
                expected=wanted,
                likely="blanks, escapes and the order of members say nothing.",
            )
            again = read_order(canonical(got))
            judge.equal(again, got, called=f"read_order(canonical(…)) of {got!r}")
        for about, raw, likely in NOT_READ:
            judge.equal(
                _refusal(read_order, raw),
                "ValueError",
                called=f"read_order({raw!r}), {about}",
                likely=likely,
            )


def _refusal(read_order: ReadOrder, raw: bytes) -> str:
    """What it raises, ValueErrors of all kinds as one; else what it returns."""
    try:
        return f"{read_order(raw)!r:.120}"
    except NotImplementedError:
        raise
    except ValueError:
        return "ValueError"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
