"""Why an answer to S03.5 may be as it is, in words."""

from collections.abc import Sequence

from labs.judges.judge import Likely
from labs.units.s03_5.documents import Found

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_GONE = 410


def why_this_status(got: int, wanted: int, printed: str) -> Likely:
    """The notice answered otherwise."""
    return [
        (printed, printed),
        (got == _GONE and wanted < _GONE, "it ends at the sunset, and only at /v1/ addresses."),
        (wanted == _GONE, "from the sunset on: 410, by now(), asked anew at each request."),
        (True, "go on to the handler, and return its answer."),
    ]


def why_this_header(name: str, got: str | None, *, old: bool, refused: bool) -> Likely:
    """A date is missing, or written otherwise."""
    return [
        (not old, "only addresses that begin with /v1/ get it: the slash belongs to it."),
        (got is None and refused, "refusals say it, too: those of the app, and your own 410."),
        (got is None, f"set answer.headers[{name!r}] on what go_on gives."),
        (name == "Deprecation" and "@" not in str(got), "@ stands before the seconds since 1970."),
        (name == "Deprecation", "whole seconds of that moment: int(deprecated.timestamp())."),
        (True, "the date of HTTP, in UTC: format_datetime(….astimezone(UTC), usegmt=True)."),
    ]


def why_this_link(links: set[str], *, old: bool, refused: bool) -> Likely:
    """Links are missing, or too many."""
    return [
        (not old, "only addresses that begin with /v1/ get it: the slash belongs to it."),
        (refused and not links, "refusals say it, too: those of the app, and your own 410."),
        (
            not any("next" in each for each in links) and not refused,
            "the handler's own Link is gone: append, where [...] = replaces.",
        ),
        (True, 'it is </v2/orders>; rel="successor-version", beside what is there.'),
    ]


def why_it_fails(error: Exception) -> Likely:
    """The detector raised something."""
    return [
        (isinstance(error, KeyError), "not each schema has this key: .get(…) with a default."),
        (isinstance(error, ValueError), "each item is a pair: (place, kind)."),
        (isinstance(error, RecursionError), "go on with the schema *below*, not with the same."),
    ]


_SIDES = (
    "In an answer the new service gives and the old caller takes; in a request it is the other way."
)
_RULES = {
    "gone": "gone is an operation, or a good status, that is in the old document alone.",
    "type": f"types given must be among those taken. {_SIDES}",
    "value": f"values given must be among those taken; no enum: any. {_SIDES}",
    "required": f"what is taken as required must always be given. {_SIDES}",
}


def why_these_breaks(got: Sequence[Found], wanted: Sequence[Found]) -> Likely:
    """What was found in vain, or not found."""
    more = [each for each in got if each not in wanted]
    less = [each for each in wanted if each not in got]
    kinds = {kind for _, kind in (*more, *less)}
    ended = tuple(f"{place}{on}" for place, kind in wanted if kind == "type" for on in ".[")
    rule = _RULES.get(min(kinds, default=""), "") if len(kinds) == 1 else _SIDES
    return [
        (set(got) == set(wanted), "each break once."),
        ({place for place, _ in more} & {place for place, _ in less}, f"the kind: {_KINDS}."),
        ({kind for _, kind in more} & {kind for _, kind in less}, _PLACE),
        (any(place.startswith(ended) for place, _ in more), _BELOW),
        (
            less and all("[]" in place for place, _ in less),
            f"look into the items of lists, whatever the type says, in the same direction: {rule}",
        ),
        (True, rule),
    ]


_KINDS = ", ".join(_RULES)
_PLACE = "the place: the operation, request or status, then .field and [] on the way down."
_BELOW = "what is below a type that does not fit is not looked at: return there."


def why_this_example(asked: str, told: str) -> Likely:
    """An example does not work."""
    return [
        ('"show"' in asked, "version 2 calls it performance."),
        (
            told.isdigit() and int(told) > 299,
            "document the status that comes; and mind the orders made before.",
        ),
        (True, "repair what is asked, or what is told, and mind the orders made before it."),
    ]
