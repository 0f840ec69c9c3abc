"""Why an answer to S03.3 may be as it is, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from labs.judges.judge import Likely

TAG = "tag_of(row) makes it, from the row as it is in the database now."
NOT_ASKED = "304 is for who sent If-None-Match with the tag that it has now."
GONE = "a deleted evening is 410, and stands in no list: the_evening sees to the first."
MEMORY = "something is kept in memory, and another replica's change does not reach it."
SHAPE = "what plain_reads answers is right: the body stays as it is there."
WEAK = "a proxy that compresses puts W/ before the tag: it still names this version."
SEVERAL = "several tags may be sent, with commas between: one of them is enough."
AGAIN = "the 304 of a replica comes through: is its tag the one that the 200 before it had?"
KNOWN = "who sends the tag that the evening has now gets 304, and no body."
KEPT = "nginx keeps whatever has a max-age, whoever asked for it: give that to the list alone."
LOST = "look and change stand in one transaction, which has the lock from its beginning."
AFTER = "what stands there after your transaction may be another's: RETURNING gives your row."
OWN = "make a new dict: what the caller gave stays as it was."

NEEDS: Mapping[str, str] = {
    "/evenings": "anybody may keep it, for 60 seconds",
    "/evenings/2": "it may be kept, and is asked for again before each use",
    "/me": "nobody keeps it",
}
IF_NONE_MATCH: Mapping[str, int] = {
    '"2-1"': 304,
    '"2-0"': 200,
    '"1-1"': 200,
    '"9-4", "2-1"': 304,
    'W/"2-1"': 304,
    '"12-1"': 200,
    '"2-11"': 200,
}


def policy(path: str, said: str) -> tuple[bool, Likely]:
    """Whether a Cache-Control says what the need is, and what is wrong with it."""
    parts = [part.strip().lower().partition("=") for part in said.split(",")]
    words = {name: value.strip('"') for name, _, value in parts}
    lives = {name: words[name] for name in ("max-age", "s-maxage") if name in words}
    stale = [name for name in words if name.startswith("stale-")]
    if path == "/me":
        fits = "no-store" in words and "public" not in words
        return fits, "private keeps it out of caches that are shared; no-store out of all."
    if path == "/evenings":
        held_back = sorted({"private", "no-store", "no-cache"} & set(words))
        shared = lives.get("s-maxage", lives.get("max-age"))
        browsers = lives.get("max-age", "60")
        minute = shared == "60" and browsers.isdecimal() and int(browsers) <= 60
        return minute and not held_back and not stale, [
            (held_back, f"{', '.join(held_back)} keeps nginx from keeping it: it is for all."),
            (stale, f"{', '.join(stale)} lets it be used after its minute, too."),
            (shared == "60", f"max-age={browsers} is for browsers, which may keep it no longer."),
            (True, "it may be kept for a minute: max-age counts seconds."),
        ]
    fits = (
        "no-store" not in words
        and not stale
        and ("no-cache" in words or ({*lives.values()} == {"0"} and "must-revalidate" in words))
    )
    return fits, [
        ("no-store" in words, "no-store forbids to keep it: then nobody has a tag to send."),
        (True, "no-cache: kept, and asked for again before each use."),
    ]


def why_merged(target: Any, patch: Any, got: Any) -> Likely:  # noqa: ANN401
    """What was misunderstood of the rule."""
    if not isinstance(patch, dict):
        return "a patch that is no object is the result, whatever it is."
    if not isinstance(target, dict):
        return "a target that is no object counts as an empty one."
    kept = got if isinstance(got, dict) else {}
    changes = patch.values()
    return [
        (got is None, "is a `return` missing?"),
        (kept == target != patch and any(patch.values()), "a text, number or list is the result."),
        (_left_behind(patch, kept), "null takes the member away."),
        (set(target) - set(patch) - set(kept), "what the patch does not name stays, a null, too."),
        (any(isinstance(v, dict) for v in changes), "an object is merged, by the same two rules."),
        (
            any(isinstance(v, list) for v in changes),
            "an array takes the old one's place, as it is.",
        ),
        (not all(changes), "0, false and an empty text are values: only null takes away."),
        (True, "each member of the patch takes the old one's place."),
    ]


def _left_behind(patch: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
    return any(value is None and name in kept for name, value in patch.items())


def why_links(error: Exception, asked: Sequence[tuple[str, str]]) -> Likely:
    """What a client did that has been refused."""
    said = str(error)
    return [
        (
            said.startswith("404"),
            f"no link leads there, by this method (asked before: {list(asked[-3:-1])}).",
        ),
        (
            isinstance(error, KeyError) and error.args == ("checkout",),
            "`checkout` comes when `wait` is gone: follow `wait` till then, however often.",
        ),
        (
            isinstance(error, KeyError),
            "a link that is not there cannot be followed now: look first, with `in`.",
        ),
    ]


def why_held(held: Sequence[str], wanted: str | None) -> Likely:
    """What a client held instead."""
    return [
        (len(held) > 1, "one is enough: return after the first."),
        (not held and wanted, "there are more pages: follow `next` while it is there."),
        (held and not wanted, "another title is no match: compare the whole."),
        (True, "the first one with this title that has a link `hold`."),
    ]
