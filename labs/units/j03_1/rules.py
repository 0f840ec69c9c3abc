"""What a client must know of an API beyond its first address: eleven questions."""

import inspect
import re
from dataclasses import dataclass
from typing import Any

import httpx

JsonObject = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A request that is to be sent."""

    method: str
    address: str
    json: JsonObject | None = None


class Rules:
    """The answers that hold for any API of resources: links, methods, status codes."""

    def list_address(self, home: JsonObject) -> Any:  # noqa: ANN401
        return home["shows"]

    def items(self, page: JsonObject) -> Any:  # noqa: ANN401
        return page["items"]

    def next_page(self, page: JsonObject) -> Any:  # noqa: ANN401
        return page["next"]

    def show_address(self, show: JsonObject) -> Any:  # noqa: ANN401
        return show["self"]

    def hold(self, home: JsonObject, wanted: JsonObject) -> Asked:
        return Asked("POST", home["holds"], wanted)

    def is_refused(self, answer: httpx.Response) -> bool:
        return answer.status_code == 409

    def hold_address(self, answer: httpx.Response) -> Any:  # noqa: ANN401
        return answer.headers["Location"]

    def held(self, answer: httpx.Response) -> Any:  # noqa: ANN401
        return answer.json()

    def change(self, address: str, wanted: JsonObject) -> Asked:
        return Asked("PUT", address, wanted)

    def release(self, address: str) -> Asked:
        return Asked("DELETE", address)

    def is_gone(self, answer: httpx.Response) -> bool:
        return answer.status_code == 404


class AgencyRules(Rules):
    """What holds at the agency alone."""

    def list_address(self, home: JsonObject) -> Any:  # noqa: ANN401
        return "/getShows"

    def items(self, page: JsonObject) -> Any:  # noqa: ANN401
        return page["shows"]

    def next_page(self, page: JsonObject) -> Any:  # noqa: ANN401
        return f"/getShows?page={page['page'] + 1}" if page["page"] < page["pages"] else None

    def show_address(self, show: JsonObject) -> Any:  # noqa: ANN401
        return f"/getShow?id={show['id']}"

    def hold(self, home: JsonObject, wanted: JsonObject) -> Asked:
        return Asked("POST", f"/doHold?seat={wanted['seat']}")

    def is_refused(self, answer: httpx.Response) -> bool:
        return bool(answer.json().get("error") == "TAKEN")

    def hold_address(self, answer: httpx.Response) -> Any:  # noqa: ANN401
        return f"/getHold?hold={answer.json()['holdId']}"

    def held(self, answer: httpx.Response) -> Any:  # noqa: ANN401
        return answer.json()["hold"]

    def change(self, address: str, wanted: JsonObject) -> Asked:
        number = address.split("=")[1]
        return Asked("POST", f"/changeSeat?hold_no={number}&new_seat={wanted['seat']}")

    def release(self, address: str) -> Asked:
        return Asked("GET", f"/releaseHold?holdId={address.split('=')[1]}")

    def is_gone(self, answer: httpx.Response) -> bool:
        return bool(answer.json()["hold"] is None)


_UNNEEDED = re.compile(r"bool\((.*)\)$|(?= if ).*$")
"""What a reader need not see: a conversion that only types ask for, and a long condition."""
QUESTIONS = tuple(name for name in vars(Rules) if not name.startswith("_"))


def special_cases(rules: type[Rules]) -> list[str]:
    """The questions to which these rules have an answer of their own."""
    return [name for name in QUESTIONS if name in vars(rules)]


def without(rules: type[Rules], question: str) -> type[Rules]:
    """The same rules, but for one special case, in whose place the general rule stands."""
    return type("Fewer", (rules,), {question: vars(Rules)[question]})


def print_rules(rules: type[Rules]) -> None:
    """Each question with its general answer, and with theirs, as the client's code has them."""
    for name in QUESTIONS:
        print(f"{name:13} {_answer(Rules, name):38} {_answer(rules, name)}")


def _answer(rules: type[Rules], name: str) -> str:
    source = inspect.getsource(getattr(rules, name))
    return _UNNEEDED.sub(r"\1", source.strip().rpartition("return ")[2])
