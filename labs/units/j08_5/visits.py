"""What schools might send to Priya: visits, and what only looks like one."""

from dataclasses import dataclass

_DATE = "a format counts only if the word is `date`; whether there is a checker is the caller's."
_ENDS = "a pattern is searched in the text: ^ before it and $ behind it hold it to the ends."
_PATTERN = "one capital letter, A to Z, then one or two digits: ^[A-Z][0-9]{1,2}$"
_DIGITS = "\\d is a digit of any script: 0 to 9 is [0-9]."
_REQUIRED = "`properties` speaks of members that are there: what must be there is `required`."
_OTHERS = "no other members: additionalProperties is False, at the level of the object."
_TYPE = "say the `type`, too: a keyword for texts, or for lists, says nothing of other kinds."
_SEATS = "1 to 6 seats, none twice: minItems, maxItems, uniqueItems. A wrong keyword is ignored."
_NOTE = "a note has 200 characters at most: maxLength."
_FITS = "this is a visit: is something asked for that the table does not have?"


@dataclass(frozen=True)
class Visit:
    """A body, and whether it is one."""

    body: object
    fits: bool
    likely: str = _FITS


def _of(*seats: object, day: object = "2026-12-03", **more: object) -> dict[str, object]:
    return {"day": day, "seats": list(seats), **more}


VISITS = (
    Visit(_of("A1", "B12"), True),
    Visit(_of("Z99", note=""), True),
    Visit(_of("A1", note="Row A saw nothing. " * 10), True),
    Visit(_of("A1", "A2", "A3", "A4", "A5", "A6"), True),
    Visit(_of("A1", day="soon"), False, _DATE),
    Visit(_of(day="2026-12-03"), False, _SEATS),
    Visit(_of("A1", "A1"), False, _SEATS),
    Visit(_of("A123"), False, _ENDS),
    Visit(_of("xA1"), False, _ENDS),
    Visit(_of("a1"), False, _PATTERN),
    Visit(_of(1), False, _TYPE),
    Visit({"day": "2026-12-03"}, False, _REQUIRED),
    Visit(_of("A1", price=3), False, _OTHERS),
    Visit(_of("A1", note=7), False, _TYPE),
    Visit(_of("A1", note="a" * 201), False, _NOTE),
)

OTHER_VISITS = (
    Visit(_of("A1", "A10", "B1", day="2028-02-29"), True),
    Visit(_of("A01"), True),
    Visit(_of("A1", note="🎭" * 200), True),
    Visit({"seats": ["C3"], "note": "Again!", "day": "2026-01-31"}, True),
    Visit(_of("A1", day="2027-02-29"), False, _DATE),
    Visit(_of("A1", day="2026-12-03T19:30"), False, _DATE),
    Visit(_of("A1", day=20261203), False, _TYPE),
    Visit(_of("A1", day=None), False, _TYPE),
    Visit({"day": "2026-12-03", "seats": "A1"}, False, _TYPE),
    Visit({"day": "2026-12-03", "seats": {"A1": True}}, False, _TYPE),
    Visit({"day": "2026-12-03", "seats": None}, False, _TYPE),
    Visit(_of("A1", "B2", "A3", "A4", "A5", "A6", "A7"), False, _SEATS),
    Visit(_of("B2", "A1", "B2"), False, _SEATS),
    Visit(_of("A1", "B"), False, _PATTERN),
    Visit(_of("A1", ""), False, _PATTERN),
    Visit(_of("A1", "AB1"), False, _ENDS),
    Visit(_of("A1", "B2 "), False, _ENDS),
    Visit(_of("A1", "Ä1"), False, _PATTERN),
    Visit(_of("A1", "A٣"), False, _DIGITS),
    Visit(_of("A1", ["A2"]), False, _TYPE),
    Visit(_of("A1", "B2", None), False, _TYPE),
    Visit({"seats": ["A1"]}, False, _REQUIRED),
    Visit({}, False, _REQUIRED),
    Visit(_of("A1", Note="Again!"), False, _OTHERS),
    Visit(_of("A1", note=None), False, _TYPE),
    Visit([_of("A1")], False, _TYPE),
    Visit(None, False, _TYPE),
    Visit("2026-12-03", False, _TYPE),
)
