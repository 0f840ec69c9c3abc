"""A shop whose documents say what may be done next; its paths are anybody's guess."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

Document = dict[str, Any]
Ask = Callable[..., Document]
Act = Callable[[Mapping[str, Any]], Document]


class Lot(NamedTuple):
    """An evening on sale."""

    title: str
    free: int


WITHDRAWN = Lot("", 0)
"""Has its place in the list, and is not shown: a page may be empty by it."""


class NotOfferedError(LookupError):
    """The shop has nothing under this method and address."""


PATHS = {
    "list": "/evenings",
    "hold": "/evenings/{}/holds",
    "wait": "/queue/{}",
    "pay": "/orders/{}",
}
ELSEWHERE = {
    "list": "/v2/whats-on",
    "hold": "/v2/h/{}",
    "wait": "/v2/patience/{}",
    "pay": "/v2/p/{}",
}
STAGE: Sequence[Lot] = (
    Lot("Dido", 0),
    Lot("Gala", 3),
    Lot("Dido", 12),
    Lot("Ferry Songs", 2),
    Lot("The Long Winter", 9),
)


class Shop:
    """Says home, pages of a list, holds and orders; each document has its links.

    A link is there only while it can be followed: what is sold out has no `hold`.
    """

    def __init__(
        self,
        lots: Sequence[Lot] = STAGE,
        *,
        paths: Mapping[str, str] = PATHS,
        page: int = 2,
        queue: int = 1,
        methods: Mapping[str, str] | None = None,
    ) -> None:
        self._lots = list(lots)
        self._paths = paths
        self._page = page
        self._queue = queue
        self._methods = {"hold": "POST", "checkout": "POST"} | dict(methods or {})
        self._offered: dict[tuple[str, str], Act] = {("GET", "/"): self._home}
        for start in range(0, len(self._lots), page):  # what has been offered may be asked at once
            self._list_from(start)
            self._list(start)
        self.asked: list[tuple[str, str]] = []
        self.held: list[tuple[str, int]] = []
        self.paid: list[str] = []

    def ask(self, method: str, href: str, body: Mapping[str, Any] | None = None) -> Document:
        """The document that this gets. Raises NotOfferedError for an address or a
        method that it has not (yet)."""
        self.asked.append((method, href))
        act = self._offered.get((method, href))
        if act is None:
            raise NotOfferedError(f"404 {method} {href}")
        return act(body or {})

    def _link(self, href: str, act: Act, relation: str = "") -> dict[str, str]:
        method = self._methods.get(relation, "GET")
        self._offered[method, href] = act
        return {"method": method, "href": href}

    def _home(self, _: Mapping[str, Any]) -> Document:
        return {"links": {"evenings": self._list_from(0)}}

    def _list_from(self, start: int) -> dict[str, str]:
        href = self._paths["list"] + (f"?after={start}" if start else "")
        return self._link(href, lambda _: self._list(start), "next" if start else "evenings")

    def _list(self, start: int) -> Document:
        end = start + self._page
        links = {"next": self._list_from(end)} if end < len(self._lots) else {}
        numbers = range(start, min(end, len(self._lots)))
        return {"items": [self._item(n) for n in numbers if self._lots[n].title], "links": links}

    def _item(self, number: int) -> Document:
        lot = self._lots[number]
        href = self._paths["hold"].format(number + 1)
        hold = self._link(href, lambda body: self._hold(number, body), "hold")
        return {"title": lot.title, "links": {"hold": hold} if lot.free else {}}

    def _hold(self, number: int, body: Mapping[str, Any]) -> Document:
        self.held.append((f"{self._lots[number].title} {number + 1}", int(body["seats"])))
        return self._waiting(number, self._queue)

    def _waiting(self, number: int, turns: int) -> Document:
        if turns:
            href = self._paths["wait"].format(f"{number + 1}-{turns}")
            return {
                "links": {
                    "wait": self._link(href, lambda _: self._waiting(number, turns - 1), "wait")
                }
            }
        href = self._paths["pay"].format(number + 1)
        return {"links": {"checkout": self._link(href, lambda _: self._pay(number), "checkout")}}

    def _pay(self, number: int) -> Document:
        order = f"{self._paths['pay'].format(number + 1)}/{700 + number}"
        self.paid.append(order)
        return {"state": "paid", "links": {"self": self._link(order, lambda _: {"state": "paid"})}}
