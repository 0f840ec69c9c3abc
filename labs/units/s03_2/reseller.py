"""A client that knows an API by its document alone: operationIds, examples and links."""

from collections.abc import Mapping
from itertools import cycle
from typing import Any

import requests

from labs.servers.http_client import HttpClient
from labs.units.s03_2.rules import Document, Operation, operations


class LostError(LookupError):
    """The document does not say how to go on; the text says what is missing."""


class Reseller:
    """Asks several replicas in turn."""

    def __init__(self, document: Document, *clients: HttpClient) -> None:
        self._document = document
        self._clients = cycle(clients)
        self._asked: dict[str, Operation] = {}

    def moved(self, *clients: HttpClient) -> "Reseller":
        """The same one, whose requests go to other replicas from now on."""
        self._clients = cycle(clients)
        return self

    def operation(self, name: str) -> Operation:
        """The one with this operationId. Raises LostError if there is none."""
        for each in operations(self._document):
            if each.about.get("operationId") == name:
                return each
        raise LostError(f"no operation is called {name}")

    def start(self, name: str, /, **changed: object) -> requests.Response:
        """Call an operation by the example of its body, with these members changed."""
        body = self.operation(name).body.get("example")
        return self.call(name, {}, None if body is None else body | changed)

    def call(
        self, name: str, parameters: Mapping[str, str], body: object = None
    ) -> requests.Response:
        """Call an operation with these values in its path. Raises LostError if one is missing."""
        operation = self.operation(name)
        missing = set(operation.ids) - parameters.keys()
        if missing:
            raise LostError(f"no value for {', '.join(sorted(missing))} in {operation}")
        path = operation.path.format_map(dict(parameters))
        answer = next(self._clients).request(operation.method, path, json=body)
        self._asked[answer.url] = operation
        return answer

    def links(self, answer: requests.Response) -> dict[str, Mapping[str, str]]:
        """Which operations go on from an answer, and what each needs from it."""
        about = self._asked[answer.url].answers.get(str(answer.status_code), {})
        links = about.get("links", {}).values()
        return {str(link.get("operationId")): link.get("parameters", {}) for link in links}

    def go_on(self, answer: requests.Response, name: str) -> requests.Response:
        """Call the operation that a link of this answer leads to. Raises LostError if none does."""
        return self.call(name, self.values(answer, name))

    def values(self, answer: requests.Response, name: str) -> dict[str, str]:
        """What a link of this answer gives to an operation. Raises LostError if there is none."""
        links = self.links(answer)
        if name not in links:
            asked = self._asked[answer.url]
            raise LostError(f"no link leads from {asked}, {answer.status_code}, to {name}")
        return {each: _value(text, answer) for each, text in links[name].items()}


def _value(expression: str, answer: requests.Response) -> str:
    """What `$response.body#/id` or `$response.header.Location` is, in this answer."""
    kind, _, place = expression.partition("#/" if "body" in expression else "header.")
    found: Any = answer.headers.get(place) if kind == "$response." else answer.json().get(place)
    if found is None or not kind.startswith("$response."):
        raise LostError(f"{expression} is nothing in {answer.text[:80]}")
    return str(found)
