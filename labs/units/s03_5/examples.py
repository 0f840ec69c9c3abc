"""The examples of a guide, read and run."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from labs.judges.wire import difference
from labs.servers.hosting import Hosted

_LAST_GOOD = 299


@dataclass(frozen=True)
class Shown:
    """One example: the line that asks, and the line that answers."""

    asked: str
    told: str

    @property
    def method(self) -> str:
        return self.asked.split()[0]

    @property
    def path(self) -> str:
        return self.asked.split()[1]

    @property
    def status(self) -> int:
        return int(self.told.split()[0])

    @property
    def answer(self) -> Any:  # noqa: ANN401
        """What it says comes back; None if it does not say. Raises ValueError if it is no JSON."""
        _, _, text = self.told.partition(" ")
        return json.loads(text) if text.strip() else None


_EXAMPLE = re.compile(r"^> (\S+ \S+.*)\n< (\d{3}\b.*)$", re.MULTILINE)


def shown_in(guide: str) -> Iterator[Shown]:
    """The examples in their order; each is `> METHOD /path …` and below it `< status …`."""
    for asked, told in _EXAMPLE.findall(guide):
        yield Shown(asked.strip(), told.strip())


def left_over(guide: str) -> list[str]:
    """Lines that look like part of an example, and are in none: nothing would run them."""
    return re.findall(r"^[ \t]*[<>].*$", _EXAMPLE.sub("", guide), re.MULTILINE)


def came_back(site: Hosted, shown: Shown) -> tuple[int, Any]:
    """Ask it as it stands: the status, and the JSON of the answer."""
    _, _, body = shown.asked.split(" ", 2) if shown.asked.count(" ") > 1 else ("", "", "")
    headers = {"Content-Type": "application/json"} if body else {}
    with site.client() as client:
        reply = client.request(shown.method, shown.path, data=body.encode(), headers=headers)
    return reply.status_code, reply.json()


def wrong_with(shown: Shown, status: int, answer: Any) -> tuple[str, str] | None:  # noqa: ANN401
    """What came, and what is documented, where the two differ; None if they do not."""
    if status != shown.status:
        return f"{status} {json.dumps(answer)}", str(shown.status)
    if status > _LAST_GOOD:
        return None  # of a refusal, the status is enough
    try:
        documented = shown.answer
    except ValueError:
        return json.dumps(answer), f"JSON behind the status, not {shown.told!r}"
    if documented is None:
        return json.dumps(answer), "all of it, behind the status"
    found = difference(documented, answer)
    if found is None:
        return None
    place = f"{found.place}: " if found.place else ""
    return place + found.got, place + found.expected
