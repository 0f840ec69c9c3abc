"""A contract over the wire, as data, asked of a service in any language or framework.

    QUOTES = Contract("quotes", [
        Exchange("a cart of one ticket", post("/quotes", {"items": [{"pence": 1000}]}),
                 Answer(200, {"total": 1190}), likely=[(Answer(200, {"total": 1000}), "no fee.")]),
    ])

    with judging("E1: quote.mjs keeps the contract") as judge, Node.serve("quote.mjs") as service:
        keeps(judge, service, QUOTES)
        ends(judge, service)

A failure says what was sent, what came back, what was expected and the likely cause. A service
that never answers, answers half, writes without end, or has ended is told as such, in seconds.
"""

from labs.judges.wire.asking import Ending, Serving, ends, keeps, overtakes
from labs.judges.wire.exchange import (
    ANYTHING,
    Answer,
    AtOnce,
    Contract,
    Exchange,
    InAnyOrder,
    Includes,
    Kept,
    Request,
    Step,
    get,
    post,
)
from labs.judges.wire.gauge import Gauge, Seen
from labs.judges.wire.values import Difference, difference

__all__ = [
    "ANYTHING",
    "Answer",
    "AtOnce",
    "Contract",
    "Difference",
    "Ending",
    "Exchange",
    "Gauge",
    "InAnyOrder",
    "Includes",
    "Kept",
    "Request",
    "Seen",
    "Serving",
    "Step",
    "difference",
    "ends",
    "get",
    "keeps",
    "overtakes",
    "post",
]
