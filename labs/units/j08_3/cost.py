"""What a layer costs, and a framework: the same route in four of them, asked in turn."""

import json
import socket
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import NamedTuple
from urllib.parse import urlsplit

from labs.languages import Node, Python
from labs.measure import median, progress, repetitions, replay
from labs.measure.loopback import require_loopback
from labs.units.j08_3 import stage

LAYERS = (0, 1, 5, 20)
MANY = 16
"""Clients at once, beside one alone."""

_PROGRAMS = {
    "bare ASGI": (Python, "onion/bare.py"),
    "Flask": (Python, "onion/flasks.py"),
    "Django": (Python, "onion/djangos.py"),
    "Express": (Node, "onion/express.mjs"),
}
FRAMEWORKS = tuple(_PROGRAMS)


class Batch(NamedTuple):
    """Requests that were sent one after the other, by so many clients."""

    framework: str
    layers: int
    clients: int
    milliseconds: float
    """The median of its requests."""
    per_second: float


def batches(times: int = 5, requests: int = 60) -> list[Batch]:
    """Each framework under each number of layers, `times` times over, all of them by turns.

    Raises ValueError if an answer has not gone through all its layers.
    """
    kinds = [(layers, 1) for layers in LAYERS] + [(0, MANY)]
    times, requests = repetitions(times), requests * repetitions(10) // 10
    found = []
    with ExitStack() as stack:
        urls = {}
        for name, (language, program) in _PROGRAMS.items():
            stage.give(program)
            urls[name] = stack.enter_context(language.serve(program)).url
            _batch(name, urls[name], 20, 1, 10)  # warms it up
        turns = [(kind, name) for _ in range(times) for kind in kinds for name in urls]
        for (layers, clients), name in progress(turns, "four frameworks"):
            found.append(_batch(name, urls[name], layers, clients, requests))
    return found


def _batch(name: str, url: str, layers: int, clients: int, requests: int) -> Batch:
    address = urlsplit(require_loopback(url))
    question = f"GET /{layers} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()

    def ask(_: int) -> bytes:
        with socket.create_connection((address.hostname or "", address.port or 0)) as line:
            line.sendall(question)
            answer = b""
            while not answer.endswith(b"}") and not answer.endswith(b"}\n"):
                if not (piece := line.recv(65_536)):
                    raise ConnectionError(f"{name} hangs up after {answer!r}")
                answer += piece
            return answer  # without waiting until it hangs up, as werkzeug does 10 ms later

    def told(answer: bytes) -> str:
        return str(json.loads(answer.partition(b"\r\n\r\n")[2])["layers"])

    came = replay(ask, range(requests), clients, outcome=told)
    if came.outcomes != {str(layers): requests}:
        raise ValueError(f"{name}, asked through {layers} layers, answered: {came}")
    return Batch(name, layers, clients, came.run.median, requests / came.seconds)


class Range(NamedTuple):
    """What several batches of one kind gave."""

    least: float
    median: float
    most: float


def _range(values: Iterable[float]) -> Range:
    ordered = sorted(values)
    return Range(ordered[0], median(ordered), ordered[-1])


def milliseconds(found: Sequence[Batch], framework: str, layers: int) -> Range:
    """What a request takes under so many layers, with one client."""
    kind = (framework, layers, 1)
    return _range(batch.milliseconds for batch in found if batch[:3] == kind)


def per_second(found: Sequence[Batch], framework: str, clients: int) -> Range:
    """How many requests are answered without a layer, with so many clients."""
    kind = (framework, 0, clients)
    return _range(batch.per_second for batch in found if batch[:3] == kind)


def overlap(found: Sequence[Batch], framework: str, layers: int, others: int) -> bool:
    """Whether this run cannot tell two numbers of layers apart, with one client."""
    one, other = (milliseconds(found, framework, number) for number in (layers, others))
    return one.least <= other.most and other.least <= one.most


def microseconds_a_layer(found: Sequence[Batch]) -> str:
    """By how much the medians of most layers and of none differ, shared out among the layers."""
    most = max(LAYERS)
    told = []
    for name in FRAMEWORKS:
        more = milliseconds(found, name, most).median - milliseconds(found, name, 0).median
        told.append(f"{name} {1_000 * more / most:+.1f} µs")
    return ", ".join(told)
