"""What the app's team relies on: the table of the exercise, as requests and answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from labs.units.s03_7.office import email_of, phone_of, rows_of
from labs.units.s03_7.site import LOGO, OrdersSite

ANY = object()


@dataclass(frozen=True)
class Step:
    """A request, and its answer."""

    caller: str
    line: str
    status: int
    body: Any = ANY
    """What the answer holds."""
    sends: Any = None


def _order(id_: int, seat: str, pence: int) -> dict[str, object]:
    return {"id": id_, "seat": seat, "pence": pence}


C12, B03, A01 = _order(41, "C12", 1_950), _order(43, "B03", 4_200), _order(44, "A01", 4_200)
BEN = {"name": "ben", "email": email_of("ben"), "phone": phone_of("ben")}
ADA = {"name": "ada", "email": email_of("ada"), "phone": phone_of("ada")}

BASIC: Sequence[Step] = (
    Step("ada", "GET /orders", 200, [C12, B03, A01]),
    Step("ada", "GET /orders?sort=seat", 200, [A01, B03, C12]),
    Step("ada", "GET /orders?sort=pence", 200, [C12, B03, A01]),
    Step("ada", "GET /orders/43", 200, B03),
    Step("ada", "GET /orders/99", 404),
    Step("ada", "PATCH /me", 200, ADA | {"phone": "+44 7"}, {"phone": "+44 7"}),
    Step(
        "ada", "PATCH /me", 200, ADA | {"email": "a@b", "phone": ""}, {"email": "a@b", "phone": ""}
    ),
    Step("ada", "DELETE /orders/43", 204),
    Step("ada", "DELETE /orders/43", 404),
    Step("ada", "GET /orders", 200, [C12, A01]),
    Step("ada", "POST /logos", 200, {"bytes": len(LOGO)}, {"url": "{partner}/logo.png"}),
)
"""What Sam's own tests ask, too."""

STRICT: Sequence[Step] = (
    Step("ada", "GET /orders/42", 404),
    Step("ada", "DELETE /orders/42", 404),
    Step("ben", "GET /orders/42", 200, _order(42, "A07", 4_200)),
    Step("dee", "GET /orders", 200, []),
    Step("x' OR '1'='1", "GET /orders", 200, []),
    Step("%", "GET /orders", 200, []),
    Step("ADA", "GET /orders", 200, []),
    Step("%", "GET /orders/41", 404),
    Step("%", "DELETE /orders/41", 404),
    Step("ada", "GET /orders?sort=card", 422),
    Step("ada", "GET /orders?sort=", 422),
    Step("ada", "GET /orders?sort=pence DESC", 422),
    Step("ada", "GET /orders?sort=PENCE", 422),
    Step("ada", "PATCH /me", 200, ADA, {}),
    Step("ada", "PATCH /me", 422, ANY, {"phone": "+44 8", "role": "admin"}),
    Step("ada", "PATCH /me", 422, ANY, {"phone": "+44 8", "id": 7}),
    Step("ada", "PATCH /me", 200, ADA, {}),
    Step("ada", "PATCH /me", 200, ADA | {"phone": " ' -- "}, {"phone": " ' -- "}),
    Step("ben", "PATCH /me", 200, BEN | {"email": "b@c"}, {"email": "b@c"}),
    Step("ada", "POST /logos", 502, ANY, {"url": "{partner}/gone.png"}),
    Step("ada", "POST /logos", 502, ANY, {"url": "{partner}/moved.png"}),
    Step("ada", "POST /logos", 502, ANY, {"url": "{partner}/empty.png"}),
    Step("ada", "POST /logos", 422, ANY, {"url": "{inside}/logo.png"}),
    Step("ada", "POST /logos", 422, ANY, {"url": "{partner}.example/logo.png"}),
    Step("ada", "POST /logos", 422, ANY, {"url": "HTTP://[/logo.png"}),
    Step("ada", "POST /logos", 422, ANY, {"url": ""}),
)  # fmt: skip
"""And what they should."""


@dataclass(frozen=True)
class Walked:
    """A step, what came, and whether that is right."""

    step: Step
    called: str
    came: str
    wanted: str
    right: bool
    status: int


def walk(site: OrdersSite, steps: Sequence[Step]) -> list[Walked]:
    """Each step in turn; a refusal must leave all rows as they are."""
    return [_step(site, step) for step in steps]


def _step(site: OrdersSite, step: Step) -> Walked:
    sends = step.sends
    if sends and "url" in sends:
        words = {"partner": site.partner, "inside": site.inside}
        sends = {"url": sends["url"].format(**words)}
    before = [rows_of(site.office, table) for table in ("account", "purchase")]
    answer = site.asked(step.caller, step.line, sends)
    after = [rows_of(site.office, table) for table in ("account", "purchase")]
    told = _json(answer.text, answer.json) if step.body is not ANY else None
    stays = step.status < 400 or before == after
    right = answer.status_code == step.status and (step.body is ANY or told == step.body) and stays
    return Walked(
        step,
        f"{step.line}{f' {sends}' if sends is not None else ''} by {step.caller}",
        f"{answer.status_code} {answer.text[:120]}{'' if stays else ', and rows are changed'}",
        f"{step.status}{'' if step.body is ANY else f' {step.body}'}",
        right,
        answer.status_code,
    )


def _json(text: str, read: Any) -> Any:  # noqa: ANN401
    try:
        return read()
    except ValueError:
        return text
