"""What Flytower asks of any OpenAPI document: a dozen rules, and where a document breaks them."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import jsonschema_rs  # comes with Schemathesis

Document = Mapping[str, Any]
METHODS = ("get", "put", "post", "delete", "patch")


class Broken(NamedTuple):
    """A rule, and the place that breaks it."""

    rule: str
    place: str


class Operation(NamedTuple):
    """A method at a path, with what the document says of it."""

    path: str
    method: str
    about: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def ids(self) -> list[str]:
        """The names in its path."""
        return re.findall(r"\{(\w+)\}", self.path)

    @property
    def parameters(self) -> list[Mapping[str, Any]]:
        return list(self.about.get("parameters", ()))

    @property
    def answers(self) -> Mapping[str, Mapping[str, Any]]:
        return {str(status): each for status, each in self.about.get("responses", {}).items()}

    @property
    def body(self) -> Mapping[str, Any]:
        content: Mapping[str, Any] = self.about.get("requestBody", {}).get("content", {})
        return dict(content.get("application/json", {}))

    def in_query(self) -> set[str]:
        return {each["name"] for each in self.parameters if each.get("in") == "query"}


def operations(document: Document) -> list[Operation]:
    """All operations, in the order of the document."""
    return [
        Operation(path, method, about)
        for path, item in document["paths"].items()
        for method, about in item.items()
        if method in METHODS
    ]


def resolved(document: Document, schema: Any) -> Any:  # noqa: ANN401
    """The schema, or what its `$ref` names within the document."""
    while isinstance(schema, Mapping) and "$ref" in schema:
        found: Any = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


def broken_rules(document: Document) -> list[Broken]:
    """Each rule with each place that breaks it, in the order of RULES."""
    return [Broken(rule, place) for rule, places in RULES.items() for place in places(document)]


def _version(document: Document) -> Iterator[str]:
    if not str(document.get("openapi")).startswith("3.1."):
        yield f"openapi {document.get('openapi')}"


def _paths(document: Document) -> Iterator[str]:
    for path in document["paths"]:
        if not re.fullmatch(r"(/[a-z]+(-[a-z]+)*s(/\{[a-z_]+\})?)+", path):
            yield path


def _names(document: Document) -> Iterator[str]:
    seen: set[str] = set()
    for each in operations(document):
        name = str(each.about.get("operationId", ""))
        if not re.fullmatch(r"[a-z]+([A-Z][a-z]+)+", name) or name in seen:
            yield f"{each}: {name or 'no operationId'}"
        seen.add(name)


def _ids(document: Document) -> Iterator[str]:
    for each in operations(document):
        declared = {p["name"]: p for p in each.parameters if p.get("in") == "path"}
        for name in each.ids:
            about = declared.get(name, {})
            schema = resolved(document, about.get("schema", {}))
            if not (about.get("required") and schema.get("type") == "string"):
                yield f"{each}: {name}"


def _limits(document: Document) -> Iterator[str]:
    """Numbers and texts that come in have bounds."""
    for each in operations(document):
        sent = [(p.get("name"), p.get("schema", {})) for p in each.parameters]
        body = resolved(document, each.body.get("schema", {}))
        for name, schema in [*sent, *body.get("properties", {}).items()]:
            if not _is_bounded(resolved(document, schema)):
                yield f"{each}: {name}"


def _is_bounded(schema: Mapping[str, Any]) -> bool:
    if "enum" in schema or "const" in schema:
        return True
    kind = schema.get("type")
    if kind == "string":
        return bool({"maxLength", "pattern"} & schema.keys())
    if kind in {"integer", "number"}:
        return {"minimum", "maximum"} <= schema.keys()
    return kind == "boolean"


def _statuses(document: Document) -> Iterator[str]:
    for each in operations(document):
        odd = [status for status in each.answers if not re.fullmatch(r"[1-5]\d\d", status)]
        if odd or not any(status[0] == "2" for status in each.answers):
            yield f"{each}: {', '.join(odd) or 'no 2xx'}"


def _not_found(document: Document) -> Iterator[str]:
    for each in operations(document):
        if "{" in each.path and "404" not in each.answers:
            yield str(each)


def _invalid(document: Document) -> Iterator[str]:
    for each in operations(document):
        if (each.body or each.in_query()) and "422" not in each.answers:
            yield str(each)


def _problems(document: Document) -> Iterator[str]:
    wanted = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for each in operations(document):
        for status, answer in each.answers.items():
            if status[0] in "45" and answer.get("content") != wanted:
                yield f"{each}: {status}"


def _successes(document: Document) -> Iterator[str]:
    for each in operations(document):
        for status, answer in each.answers.items():
            schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
            if status[0] == "2" and status != "204" and "$ref" not in schema:
                yield f"{each}: {status}"


def _closed(document: Document) -> Iterator[str]:
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        if schema.get("type") == "object" and not (
            set(schema.get("required", ())) == set(schema.get("properties", ()))
            and schema.get("additionalProperties") is False
        ):
            yield name


def _members(document: Document) -> Iterator[str]:
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        for member in schema.get("properties", ()):
            if not re.fullmatch(r"[a-z]+(_[a-z]+)*", member):
                yield f"{name}.{member}"


def _made(document: Document) -> Iterator[str]:
    for each in operations(document):
        for status in {"201", "202"} & each.answers.keys():
            answer = each.answers[status]
            if not (answer.get("headers", {}).get("Location", {}).get("required")):
                yield f"{each}: {status}, header Location"
            if not answer.get("links"):
                yield f"{each}: {status}, links"


def _lists(document: Document) -> Iterator[str]:
    for each in operations(document):
        if each.method == "get" and not each.path.endswith("}"):
            content = each.answers.get("200", {}).get("content", {}).get("application/json", {})
            page = resolved(document, content.get("schema", {}))
            has = {*each.in_query(), *page.get("properties", ())}
            missing = {"limit", "cursor", "items", "next"} - has
            if missing:
                yield f"{each}: {', '.join(sorted(missing))}"


def _examples(document: Document) -> Iterator[str]:
    for each in operations(document):
        if "requestBody" in each.about:
            schema = {**each.body.get("schema", {}), "components": document.get("components", {})}
            if "example" not in each.body or not jsonschema_rs.is_valid(
                schema, each.body["example"]
            ):
                yield str(each)


RULES: Mapping[str, Callable[[Document], Iterator[str]]] = {
    "it is OpenAPI 3.1": _version,
    "paths are plural nouns in lower case": _paths,
    "operationId: verb and noun, as in getOrder, once": _names,
    "ids in paths are required texts": _ids,
    "what comes in has bounds": _limits,
    "each status stands by its number, one is 2xx": _statuses,
    "an id in the path: 404": _not_found,
    "a body or a query: 422": _invalid,
    "each refusal is a Problem": _problems,
    "what succeeds has a named schema": _successes,
    "objects are closed, their members required": _closed,
    "members are in lower_case": _members,
    "201 and 202 have Location and links": _made,
    "lists have limit, cursor, items and next": _lists,
    "each body has an example that fits": _examples,
}
