"""What two documents have of each other, and a document that holds more than the notebook's."""

from copy import deepcopy
from typing import Any


def lost(before: Any, now: Any, place: str = "document") -> str:  # noqa: ANN401 - of JSON
    """What `before` has and `now` has not, with its place; empty if nothing."""
    if isinstance(before, dict) and isinstance(now, dict):
        found = (
            lost(each, now[name], f"{place}[{name!r}]")
            if name in now
            else f"{place} has no {name!r}"
            for name, each in before.items()
        )
        return next(filter(None, found), "")
    if isinstance(before, list) and isinstance(now, list):
        gone = [each for each in before if each not in now]
        return f"{place} has no {gone[0]!r}" if gone else ""
    return "" if before == now else f"{place} is {now!r}, was {before!r}"


def grown(document: dict[str, Any]) -> dict[str, Any]:
    """The same one with an operation, a link to it, a schema, and a type of problem more."""
    get = document["paths"]["/orders/{order_id}"]["get"] | {"operationId": "getVenue"}
    ids = [get["parameters"][0] | {"name": "venue_id"}]
    document["paths"]["/venues/{venue_id}"] = {"get": get | {"parameters": ids}}
    schemas = document["components"]["schemas"]
    schemas["Problem"]["properties"]["type"]["enum"].append("/problems/closed-venue")
    schemas["Venue"] = deepcopy(schemas["NewOrder"])
    made = document["paths"]["/orders"]["post"]["responses"]["201"]
    place = {"venue_id": "$response.body#/id"}
    made["links"]["venue"] = {"operationId": "getVenue", "parameters": place}
    return document
