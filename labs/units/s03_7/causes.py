"""Why an answer to S03.7 may be as it is, in words."""

from collections.abc import Mapping
from typing import Any

from labs.judges.judge import Likely
from labs.units.s03_7 import attacks
from labs.units.s03_7.suite import Walked

RAISES = "what ask raises is the caller's, the lock is free again (`with`), and nothing is kept."
CLAIMS = "the function that needs_scope gives returns the claims: they reach the handler."
ALL_WAIT = "whoever comes while one asks waits for the new token, and looks again under the lock."
WHOSE = "a caller's name is compared to the letter, with =, as a parameter."
TOGETHER = "several looked before the first had fetched: look and fetch under one lock."


def why_not_once(calls: int, threads: int) -> Likely:
    """More calls than one, or none."""
    return [
        (calls == 0, "a token comes from ask()."),
        (calls == threads, "each thread found nothing: look and ask under one lock."),
        (calls > threads, "nothing is kept for the next call."),
        (True, "several found nothing: look and ask under one lock."),
    ]


def why_this_token(got: object, number: int, when: str) -> Likely:
    """An earlier token, or a later one."""
    is_early = got == f"token-{number - 1}"
    return [
        (
            got is None,
            "it has no token, and did not ask: `clock` may begin below 0; look at the token.",
        ),
        (
            number == 1 and when.startswith(("at first", "of a second")),
            "it is another object's token: what is kept belongs to the object, not to the class.",
        ),
        (when.startswith("where"), "a token that lives for 30 s is given once, and not kept."),
        (
            is_early,
            "it is kept too long: count from just before ask(), and ask anew as soon as 30 s or "
            "less are left.",
        ),
        (True, "it was good for longer: ask only when 30 s or less are left, whatever the clock."),
    ]


def why_this_door(header: str | None, got: int, wanted: int, stderr: str) -> Likely:
    """What is wrong with how a route lets in."""
    return [
        (got == 500, stderr.rpartition("\n")[2]),
        (
            got == 422,
            "read the header from request.headers: FastAPI's own refusal of a missing one is 422.",
        ),
        (
            (header, wanted) in {("Bearer forged", 200), ("Bearer good", 401)},
            "what claims_of says may change: ask it in each request.",
        ),
        (got == 200 and wanted == 403, "a scope is one word of the list, to the letter: split()."),
        (wanted == 200 and header and header.startswith("b"), "Bearer is the same as bearer."),
        (header and header.startswith("Bearers"), "Bearer is a whole word, up to the blank."),
        (wanted == 200, "the token is what follows the blank; its scopes are words."),
        (got == 403 and wanted == 401, "who is not known is 401; 403 is for who is."),
        (got == 401 and wanted == 403, "who is known is 403; 401 asks who is there."),
        (
            got == wanted and header and header.lower().startswith("bearer "),
            "a token that came, and is no good, has error=…; all to the letter of the table.",
        ),
        (got == wanted, "where no Bearer token came there is no error: nothing was tried."),
        (True, "compare with the table, from the top."),
    ]


def why_read(wrong: str, got: object, about: str) -> Likely:
    """A forged token was let in, or a good one was not."""
    if not wrong:
        return [
            ("down" in about, "when a fetch fails, the keys stay as they are."),
            ("a new kid" in about, "60 s after the last fetch an unknown kid is a reason to look."),
            ("first" in about, "the first token needs a set, whatever the clock says."),
            (got is None, "it is signed by a key of the set, for boxoffice, and has not ended."),
            (True, "all of its claims, as jwt.decode gives them."),
        ]
    return [
        ("no exp" in wrong or "no sub" in wrong, 'options={"require": ["exp", "sub"]}.'),
        ("issuer" in wrong or "iss" in wrong, "issuer=self.issuer: whoever else signs is another."),
        ("service" in wrong or "aud" in wrong, 'audience="boxoffice".'),
        ("ended" in wrong or "begun" in wrong, "leave jwt.decode its checks of exp and nbf."),
        ("algorithm" in wrong or "HS256" in wrong, "the key says its algorithm, not the token."),
        ("withdrawn" in wrong, "a new set replaces the old one: what it lacks is gone."),
        ("59 s" in wrong, "within a minute of a fetch an unknown kid is refused."),
        (True, "only a key of the set, by its kid, and its signature."),
    ]


def why_fetched(cost: int, wanted: int, about: str) -> Likely:
    """Too many fetches, or too few."""
    return [
        (
            "down" in about and cost < wanted,
            "after a fetch that failed the next is due as after any: at 300 s, or at 60 s if the "
            "kid is unknown, as all are where there are no keys.",
        ),
        ("down" in about, "a fetch that failed is a fetch: the next one is due as after any."),
        ("first" in about and cost > wanted, "what was fetched is kept for the next token."),
        (
            "invented" in about and cost > wanted,
            "a kid that is unknown may cost one fetch a minute.",
        ),
        ("59 s" in about and cost > wanted, "a kid that is unknown may cost one fetch a minute."),
        ("300 s" in about, "a set that is 300 s old is fetched anew, whatever kid the token has."),
        (cost < wanted, "60 s or more after the last fetch an unknown kid is a reason to look."),
        (True, "nothing here asks for a fetch: known kids, and keys that are young."),
    ]


def why_this_answer(walked: Walked, stderr: str) -> Likely:
    """What is wrong with an answer of the orders API."""
    step, got = walked.step, walked.status
    is_patch = step.line.startswith("PATCH")
    changes: Mapping[str, Any] = step.sends or {}
    return [
        (got == 500, stderr.rpartition("\n")[2]),
        (
            is_patch and step.status == 422 and got == 200,
            'a field too many is 422, for all of the request: extra="forbid".',
        ),
        ("rows are changed" in walked.came, "what is refused changes nothing: check all first."),
        (got == 405 or ("Not Found" in walked.came and step.status < 400), "is this route there?"),
        ("sort" in step.line and got == 200 and step.status == 422, "three words are allowed."),
        ("sort" in step.line, "by the column, equal ones by id."),
        (is_patch and not changes, "nothing sent, nothing changed: exclude_unset."),
        (
            is_patch,
            "what was sent is kept to the letter, also an empty text; the answer is the account.",
        ),
        ("logos" in step.line and step.status == 502, "what is not 200 at the partner's is 502."),
        ("logos" in step.line and step.status == 422, "only addresses below a partner's origin."),
        ("logos" in step.line and got == 422, "there may be several partners: below any of them."),
        (
            step.body == [] or step.caller == "%",
            WHOSE,
        ),
        (step.status == 404, "what is not the caller's is as if it were not there: 404."),
        (True, "compare with the table: whose it is, which fields, which order."),
    ]


WHY_ATTACKED = {
    attacks.OBJECTS: "whose it is stands in the statement: AND buyer = ?, by request.state.caller.",
    attacks.GIVEN: "name the columns that go out; * is also what somebody adds next year.",
    attacks.TAKEN: 'name the fields that come in: a model, with extra="forbid".',
    attacks.WORDS: "what is SQL is chosen from your own words; what is sent is a parameter.",
    attacks.ADDRESSES: "an origin ends with a slash, and whoever leads elsewhere is not followed.",
}
