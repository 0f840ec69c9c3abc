"""An OpenAPI document as a reader wants it: what can be asked, with what, and what comes."""

from collections.abc import Iterator
from typing import Any


def print_document(document: dict[str, Any], only: str = "/") -> None:
    """Each operation with its parameters, and the fields of what it answers, if it says so.

    `only` is how the addresses begin that are of interest.
    """
    for path, operations in document["paths"].items():
        if not path.startswith(only):
            continue
        for method, operation in operations.items():
            print(f"{method.upper()} {path}: {operation['summary']}")
            for parameter in operation.get("parameters", ()):
                print("    ?" if parameter["in"] == "query" else "    /", _parameter(parameter))
            for line in _answered(document, operation):
                print("    →", line)


def _parameter(parameter: dict[str, Any]) -> str:
    schema = parameter["schema"]
    words = ("minimum", "maximum", "default")
    limits = [f"{word} {schema[word]}" for word in words if isinstance(schema.get(word), int)]
    about = f". {parameter['description']}" if "description" in parameter else ""
    return f"{parameter['name']}: {', '.join([_kind(schema), *limits])}{about}"


def _kind(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(map(_kind, schema["anyOf"]))
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return str(schema.get("type", "anything"))


def _answered(document: dict[str, Any], operation: dict[str, Any]) -> Iterator[str]:
    content = operation["responses"].get("200", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    waiting = [schema["$ref"]] if "$ref" in schema else []
    seen: list[str] = []
    while waiting:
        name = waiting.pop(0).rpartition("/")[2]
        if name in seen:
            continue
        seen.append(name)
        fields = document["components"]["schemas"][name].get("properties", {})
        for field, about in fields.items():
            said = f". {about['description']}" if "description" in about else ""
            yield f"{name}.{field}: {_kind(about)}{said}"
            waiting += [about["items"]["$ref"]] if "$ref" in about.get("items", {}) else []
