"""seatmap in Python: a thread for each request."""

import json
import os
import re
import signal
from collections.abc import Iterator, Sequence
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit
from urllib.request import ProxyHandler, build_opener

HALLS, ARENA, MOST = 100, 100, 10
PATH = re.compile(r"/halls/([1-9][0-9]{0,5})(/best|/tonight|/rows)?")
Hall = Sequence[Sequence[bool]]


class RefusedError(Exception):
    """A status other than 200, and why."""


def sold(hall: int) -> Hall:
    """For each row, from the stage on, which of its seats are sold."""
    count, width = (160, 150) if hall == ARENA else (30, 40)
    x, rows = hall, []
    for _ in range(count):
        row = []
        for _ in range(width):
            x = x * 48_271 % 2_147_483_647
            row.append(x % 100 < 55)
        rows.append(row)
    return rows


def heads(rows: Hall, row: int, seat: int) -> int:
    """How many sit before this seat: one row nearer, the view is one seat wider on each side."""
    before = 0
    for nearer in range(row):
        reach = row - nearer
        for other in range(max(seat - reach, 0), min(seat + reach + 1, len(rows[row]))):
            if rows[nearer][other]:
                before += 1
    return before


def best(hall: int, seats: int) -> dict[str, int]:
    """The seats together with the fewest heads before them, and nearest to the middle."""
    rows = sold(hall)
    found: tuple[int, int, int] | None = None
    for row, taken in enumerate(rows):
        for first in range(len(taken) - seats + 1):
            together = range(first, first + seats)
            if any(taken[seat] for seat in together):
                continue
            cost = sum(abs(2 * seat - len(taken) + 1) + heads(rows, row, seat) for seat in together)
            if found is None or cost < found[0]:
                found = cost, row, first
    if found is None:
        raise RefusedError(409, f"Hall {hall} has no {seats} seats together.")
    return {"hall": hall, "row": found[1] + 1, "seat": found[2] + 1, "cost": found[0]}


def left_tonight(hall: int) -> int:
    """What the partner has left tonight."""
    try:
        with build_opener(ProxyHandler({})).open(f"{os.environ['PARTNER']}/halls/{hall}") as reply:
            return int(json.load(reply)["seats_left"])
    except (OSError, HTTPException, ValueError, KeyError) as error:
        raise RefusedError(502, "The partner does not answer.") from error


def tonight(hall: int, seats: int) -> dict[str, int]:
    """The best seats, if the partner has so many left."""
    left = left_tonight(hall)
    if left < seats:
        raise RefusedError(409, f"The partner has {left} seats left.")
    return {**best(hall, seats), "seats_left": left}


def lines(hall: int) -> Iterator[str]:
    """A line of JSON for each row."""
    for number, row in enumerate(sold(hall), 1):
        yield json.dumps({"row": number, "free": row.count(False)}, separators=(",", ":")) + "\n"


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        found = PATH.fullmatch(url.path)
        try:
            if url.path == "/healthz":
                self.answer(200, {"status": "ok"})
            elif not found or int(found[1]) > HALLS:
                self.answer(404, {"error": "There is no such page."})
            elif found[2] == "/rows":
                self.stream(int(found[1]))
            else:
                self.answer(200, self.ask(int(found[1]), found[2], url.query))
        except RefusedError as refusal:
            self.answer(refusal.args[0], {"error": refusal.args[1]})

    def ask(self, hall: int, what: str | None, query: str) -> dict[str, int]:
        if what is None:
            return {"hall": hall, "seats_left": left_tonight(hall)}
        asked = parse_qs(query, keep_blank_values=True).get("seats", [""])[0]
        if not re.fullmatch("[1-9][0-9]?", asked) or int(asked) > MOST:
            raise RefusedError(422, f"seats: a whole number from 1 to {MOST}")
        return best(hall, int(asked)) if what == "/best" else tonight(hall, int(asked))

    def stream(self, hall: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.end_headers()
        for line in lines(hall):
            self.wfile.write(line.encode())

    def answer(self, status: int, value: dict[str, str] | dict[str, int]) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status == 405:
            self.send_header("Allow", "GET")
        self.end_headers()
        self.wfile.write(body)

    def refuse_method(self) -> None:
        known = PATH.fullmatch(urlsplit(self.path).path) or self.path == "/healthz"
        self.answer(405 if known else 404, {"error": "GET a page that is there."})

    do_POST = do_PUT = do_DELETE = refuse_method  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class Server(ThreadingHTTPServer):
    """As many may wait at the door as come at once; five can, if nothing is said."""

    request_queue_size = 128
    daemon_threads = False


def main() -> None:
    """Serve until SIGTERM; who is being served is served to the end."""
    server = Server(("127.0.0.1", int(os.environ["PORT"])), Handler)
    signal.signal(signal.SIGTERM, lambda *_: Thread(target=server.shutdown).start())
    server.serve_forever(poll_interval=0.05)
    server.server_close()


if __name__ == "__main__":
    main()
