"""Attacks on objects and fields, after OWASP's list for APIs, and what came of each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from requests import Response

from labs.units.s03_7.office import BOUGHT, Bought, card_of, email_of, fill, new_office, rows_of
from labs.units.s03_7.site import AddAccount, AddOrders, OrdersSite, standing

OBJECTS, GIVEN, TAKEN, WORDS, ADDRESSES = (
    "objects",
    "fields out",
    "fields in",
    "injection",
    "addresses",
)


@dataclass(frozen=True)
class Attack:
    """One request, by somebody who is known."""

    kind: str
    line: str
    """Such as `GET /orders/42`; {mine} and {theirs} are ids of orders, {other} is their buyer."""
    body: Any = None
    """JSON; in its texts {partner} and {inside} stand for origins, {port} for a partner's."""


ATTACKS: Sequence[Attack] = (
    Attack(OBJECTS, "GET /orders/{theirs}"),
    Attack(OBJECTS, "GET /orders?buyer={other}"),
    Attack(OBJECTS, "DELETE /orders/{theirs}"),
    Attack(OBJECTS, "DELETE /orders/{theirs}?buyer={other}"),
    Attack(GIVEN, "GET /orders/{mine}"),
    Attack(GIVEN, "GET /orders"),
    Attack(GIVEN, "PATCH /me", {"phone": "+44 1"}),
    Attack(GIVEN, "PATCH /me", {}),
    Attack(TAKEN, "PATCH /me", {"role": "admin"}),
    Attack(TAKEN, "PATCH /me", {"email": "a@mail.example", "role": "admin"}),
    Attack(TAKEN, "PATCH /me", {"Role": "admin"}),
    Attack(TAKEN, "PATCH /me", {"name": "{other}"}),
    Attack(TAKEN, "PATCH /me", {"card": "card_stolen"}),
    Attack(WORDS, "GET /orders?sort=card"),
    Attack(WORDS, "GET /orders?sort=id LIMIT 1 --"),
    Attack(WORDS, "GET /orders?sort=(SELECT role FROM account WHERE name = '{other}')"),
    Attack(WORDS, "PATCH /me", {"role = 'admin', phone": "+44 1"}),
    Attack(WORDS, "PATCH /me", {"phone": "', role = 'admin"}),
    Attack(WORDS, "GET /orders/{mine} OR 1=1"),
    Attack(ADDRESSES, "POST /logos", {"url": "{inside}/latest/credentials"}),
    Attack(ADDRESSES, "POST /logos", {"url": "{partner}@{inside_host}/latest/logo.png"}),
    Attack(ADDRESSES, "POST /logos", {"url": "{partner}/moved.png"}),
    Attack(ADDRESSES, "POST /logos", {"url": "http://localhost:{inside_port}/logo.png"}),
    Attack(ADDRESSES, "POST /logos", {"url": "file:///etc/hostname"}),
)


@dataclass(frozen=True)
class Came:
    """What came of an attack; an empty `harm` is none."""

    attack: Attack
    called: str
    status: int
    harm: str


def sent(site: OrdersSite, attack: Attack, caller: str, bought: Sequence[Bought]) -> Came:
    """Send it to an office as it was at first, and look what it has taken or changed."""
    mine = next(id_ for id_, buyer, *_ in bought if buyer == caller)
    theirs, other = next((id_, buyer) for id_, buyer, *_ in bought if buyer != caller)
    words = {
        "mine": mine,
        "theirs": theirs,
        "other": other,
        "partner": site.partner,
        "inside": site.inside,
        "inside_host": site.inside.partition("://")[2],
        "inside_port": site.inside.rpartition(":")[2],
    }
    line, body = attack.line.format(**words), _filled(attack.body, words)
    fill(site.office, bought)
    before, asked = _kept(site, caller), site.metadata.asked
    answer = site.asked(caller, line, body)
    called = f"{line}{f' {body}' if body is not None else ''} by {caller}"
    harm = ""
    if answer.status_code == 500:
        harm = f"{answer.status_code}: {site.stderr.rpartition(chr(10))[2][:90]}"
    if attack.kind == WORDS and "sort=" in line and answer.status_code == 200:
        harm = "the order of rows was the caller's to write"
    if site.metadata.asked > asked:
        harm = "the metadata was asked"
    elif _kept(site, caller) != before:
        harm = "rows are changed"
    elif told := [word for word in _secrets(caller, bought) if word in _given(answer)]:
        harm = f"the answer has {', '.join(told)}"
    return Came(attack, called, answer.status_code, harm)


def _filled(value: Any, words: Mapping[str, object]) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {name: _filled(each, words) for name, each in value.items()}
    return value.format(**words) if isinstance(value, str) else value


def _kept(site: OrdersSite, caller: str) -> list[tuple[object, ...]]:
    """All rows; of the caller's account not what the caller may change."""
    accounts = [
        (name, None, None, *rest) if name == caller else (name, email, phone, *rest)
        for name, email, phone, *rest in rows_of(site.office, "account")
    ]
    return [*accounts, *rows_of(site.office, "purchase")]


def _given(answer: Response) -> str:
    """The text; of a refusal without what was sent, which FastAPI repeats."""
    return answer.text.replace('"role"', "") if answer.status_code >= 400 else answer.text


def _secrets(caller: str, bought: Sequence[Bought]) -> list[str]:
    """What no answer to this caller may have."""
    buyers = list(dict.fromkeys(buyer for _, buyer, *_ in bought))
    others = [f'"{seat}"' for _, buyer, seat, _ in bought if buyer != caller]
    mails = [email_of(buyer) for buyer in buyers if buyer != caller]
    return [*map(card_of, buyers), *others, *mails, '"role"', "s3cr3t"]


def board(add_orders: AddOrders, add_account: AddAccount) -> list[Came]:
    """All attacks by ada, each on a fresh office, as a table; returns what came of them."""
    with standing(new_office(), add_orders, add_account) as site:
        came = [sent(site, attack, "ada", BOUGHT) for attack in ATTACKS]
    for each in came:
        called = re.sub(r":\d+", ":…", each.called.removesuffix(" by ada"))
        mark, harm = ("✘", shorten(each.harm, 34, placeholder=" …")) if each.harm else ("·", "")
        print(f"{each.attack.kind:10} {mark} {called:<46.46} {harm}".rstrip())
    return came
