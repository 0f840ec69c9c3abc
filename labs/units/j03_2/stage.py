"""What the notebook of J03.2 asks: each method of each address."""

from collections.abc import Mapping
from dataclasses import dataclass

from labs.servers.hosting import Hosted

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True)
class Said:
    """What one method of one address was answered."""

    status: int
    allow: str | None
    kept: bool
    """Whether it is as promised."""


def ask_each(
    site: Hosted, promised: Mapping[str, str], body: Mapping[str, object]
) -> dict[str, list[Said]]:
    """Each address with its answers, in the order of METHODS; `promised` holds its Allow.

    A method that is promised answers below 400, and OPTIONS with Allow; any other 405, with Allow.
    """
    asked: dict[str, list[Said]] = {}
    with site.client() as client:
        for address, allow in promised.items():
            asked[address] = []
            for method in METHODS:
                answer = client.request(method, address, json=body if method == "POST" else None)
                said = answer.headers.get("allow")
                names = as_set(said)
                if method in as_set(allow):
                    kept = answer.status_code < 400 and (method != "OPTIONS" or names)
                else:
                    kept = answer.status_code == 405 and names == as_set(allow)
                asked[address].append(Said(answer.status_code, said, bool(kept)))
    return asked


def as_set(allow: str | None) -> set[str]:
    """The methods that a header Allow names."""
    return {name.strip() for name in (allow or "").split(",") if name.strip()}
