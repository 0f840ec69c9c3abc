"""What the mistakes of J03.3 look like, and what they are in words."""

import unicodedata
from collections.abc import Mapping
from typing import Any

import requests

from labs.judges import Likely

CAME_IN: Mapping[str, str] = {
    "price missing": "`pence` must be there: it has no default.",
    "price as text": 'digits in quotes are converted: strict=True where the line is read, or "£…" '
    "is taken for a number.",
    "price as float": "1250.0 is converted: strict=True where the line is read.",
    "price negative": "a number of the right type; the value needs a rule: Field(ge=1).",
    "unknown band": 'a text of the right type: Literal["A", "B", "C"] says which.',
    "date not ISO": "digits in quotes are seconds since 1970 to Pydantic, even strictly; such a "
    "moment has a zone, and NaiveDatetime refuses it.",
    "title blank": r"a text of blanks alone is no title: pattern=r'\S', somewhere no blank.",
    "venue not an object": "`venue` is a Venue.",
    "id repeated": "no model sees two documents: keep the ids that this call has accepted.",
}
"""Why a document with this defect is accepted."""

STREAM = (
    "something collects what goes out (a list, a join, all the sales) before it leaves: give "
    "grouped(…) an iterator that takes one sale at a time."
)
LINE_BY_LINE = "each line goes out as a piece of its own: grouped(…) makes large ones."
EACH_CALLER = (
    "sales() is called inside of the handler, and a buffer, if you use one, is made there: each "
    "caller has its own."
)
ONCE = "sales() is called once for a request, where its lines are made."
ONE_MODEL = "listing_model() makes a class at each call, which is slow: call it before the loop."
RAISER = "the headers belong to who raised: change those of the answer, answer.headers."
LEAK = "say a sentence of your own: the caller need not know what went wrong within."
REPEATED = "of each error take `loc` and `msg` alone: `input` is what the caller sent."


def why_this_refusal(answer: requests.Response) -> Likely:
    """Why a refusal has not the form of a problem."""
    text = answer.text
    kind = answer.headers.get("content-type", "")
    return [
        (text == "Internal Server Error", "no handler for Exception is there."),
        (
            text in {'{"detail":"Not Found"}', '{"detail":"Method Not Allowed"}'},
            "Starlette says this one: its HTTPException is the parent of FastAPI's, and a handler "
            "for the child does not see it.",
        ),
        (text.startswith('{"detail":['), "no handler for RequestValidationError is there."),
        (text.startswith('{"detail":'), "no handler for HTTPException is there."),
        ("problem" not in kind, "problem(…) makes the answer, with its type."),
        (True, "problem(…) makes the answer: status, detail, headers, and what is more."),
    ]


def why_this_status(answer: requests.Response, wanted: int, raised: str) -> Likely:
    """Why it is another status; `raised` is what nobody caught."""
    return [
        (wanted == 400, "one of its errors, maybe not the first, has the type json_invalid."),
        (
            (answer.status_code, wanted) == (400, 422),
            "it is JSON, and does not fit: 400 is for errors of the type json_invalid alone.",
        ),
        (
            answer.status_code == 500 and raised,
            f"something raised {raised.rpartition(chr(10))[2]}",
        ),
        (True, "the status is that of the error: error.status_code."),
    ]


def why_this_header(name: str, answer: requests.Response) -> Likely:
    """Why a header of an answer is another, or missing."""
    if name == "Content-Type":
        return why_this_refusal(answer)
    if name == "Cache-Control" and ", " in answer.headers.get(name, ""):
        return "two headers of one name, in two spellings: answer.headers[name] = … replaces both."
    if name == "Cache-Control":
        return "what is refused is kept nowhere; other answers keep what they say of it."
    return "headers of the error go along: error.headers, which may be None."


def why_this_order(got: bytes, wanted: bytes, order: Mapping[str, Any]) -> Likely:
    """Why bytes of an order differ from Node's."""
    text, right = got.decode("utf-8", "replace"), wanted.decode()
    return [
        ("\\u" in text and "\\u" not in right, "letters go as they are: ensure_ascii=False."),
        (text.replace(", ", ",").replace(": ", ":") == right, 'no blanks: separators=(",", ":").'),
        ('"phone":null' in text and "phone" not in order, "missing stays missing: it is no null."),
        ("phone" in order and '"phone"' not in text, "null is said, and not left out."),
        (f'"id":{order["id"]}' in text, "the id goes as a text."),
        (_of(text, "placed") != _of(right, "placed"), "UTC first: astimezone(UTC), then …Z."),
        (
            _seats(text) != _seats(right) and sorted(_seats(text)) == sorted(_seats(right)),
            "the order of the seats counts: only members are sorted.",
        ),
        (sorted(text) == sorted(right), "the members stand in the order of their names."),
        (
            unicodedata.normalize("NFC", right) == text,
            r"NFC of the whole JSON: the n of \n took the mark behind it. Each text first.",
        ),
        (
            unicodedata.normalize("NFC", text) == right,
            "one letter in two parts: NFC, in every text.",
        ),
        (True, "compare with the table, and with what canonical.mjs does."),
    ]


def _of(text: str, member: str) -> str:
    return text.partition(f'"{member}":"')[2].partition('"')[0]


def _seats(text: str) -> str:
    return text.partition('"seats":[')[2].partition("]")[0]
