"""OpenAPI documents, and changes of them: which break a caller, and where, is known beforehand."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
Found = tuple[str, str]
"""A place, and what is broken there: gone, required, value or type."""


@dataclass(frozen=True)
class Change:
    """One edit of a document."""

    about: str
    edit: Callable[[Document], object]
    breaks: Sequence[Found] = ()
    """What it breaks; nothing if it is harmless."""

    def of(self, document: Mapping[str, Any]) -> Document:
        """The document after the edit; the one that is given stays as it is."""
        changed = deepcopy(dict(document))
        self.edit(changed)
        return changed


@dataclass(frozen=True)
class Api:
    """A document, and changes of it."""

    document: Callable[[], Document]
    planted: Sequence[Change]
    """Those that a detector must flag."""
    harmless: Sequence[Change]
    """Those that it must let pass."""


def orders_document() -> Document:
    """Version 1 of the orders API: three operations."""
    order = _record(
        {
            "id": {"type": "integer"},
            "seats": {"type": "array", "items": {"type": "string"}},
            "total": {"type": "integer"},
            "note": {"type": "string"},
            "status": {"type": "string", "enum": ["paid", "cancelled"]},
        },
        optional=["note"],
    )
    wish = _record(
        {
            "show": {"type": "integer"},
            "seats": {"type": "array", "items": {"type": "string"}},
            "phone": {"type": "string"},
            "paid_by": {"type": "string", "enum": ["card", "cash", "voucher"]},
        },
        optional=["phone"],
    )
    return _document(
        {
            "/orders": {"post": _operation({"201": order}, wish)},
            "/orders/latest": {"get": _operation({"200": order}) | _PAST},
            "/orders/{number}": {
                "get": _operation({"200": order}),
                "delete": _operation({"204": {}}),
            },
        }
    )


def halls_document() -> Document:
    """Another API: lists within lists, null or any type, the same names in two places."""
    place = _record(
        {"code": {"type": "string"}, "kind": {"type": "string", "enum": ["chair", "box"]}}
    )
    row = _record(
        {
            "name": {"type": ["string", "null"]},
            "places": {"type": "array", "items": place},
        }
    )
    way = _record({"code": {"type": "string"}, "to": {"type": "string"}})
    del way["type"]
    hall = _record(
        {
            "name": {"type": "string"},
            "rows": {"type": "array", "items": row},
            "height": {"type": "number"},
            "step": {},
            "exits": {"type": ["array", "null"], "items": way},
        },
        optional=["height", "step"],
    )
    listed = _record({"items": {"type": "array", "items": hall}, "next": {"type": "string"}})
    return _document(
        {
            "/halls": {
                "get": _operation({"200": listed}),
                "put": _operation({"200": hall, "201": hall}, hall),
            },
            "/halls/{hall}/open": {"post": _operation({"204": {}}) | {"deprecated": True}},
        }
    )


_PAST = {"deprecated": True, "x-sunset": "2025-06-30"}
"""An operation whose end was announced, and has come."""


def _record(fields: Mapping[str, Any], optional: Sequence[str] = ()) -> Document:
    required = [name for name in fields if name not in optional]
    return {"type": "object", "required": required, "properties": dict(fields)}


def _operation(answers: Mapping[str, Document], body: Document | None = None) -> Document:
    told: Document = {
        "responses": {
            status: {"description": "Done."} | (_content(schema) if schema else {})
            for status, schema in answers.items()
        }
    }
    told["responses"]["404"] = {"description": "Not here."}
    return told | ({"requestBody": {"required": True, **_content(body)}} if body else {})


def _content(schema: Document) -> Document:
    return {"content": {"application/json": {"schema": deepcopy(schema)}}}


def _document(paths: Mapping[str, Any]) -> Document:
    for path, operations in paths.items():
        for operation in operations.values():
            names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
            if names:
                operation["parameters"] = [
                    {"name": n, "in": "path", "required": True, "schema": {"type": "integer"}}
                    for n in names
                ]
    return {"openapi": "3.1.0", "info": {"title": "API", "version": "1"}, "paths": dict(paths)}


def _asked(document: Document, method: str, path: str) -> Document:
    """The schema of a request."""
    body = document["paths"][path][method]["requestBody"]
    schema: Document = body["content"]["application/json"]["schema"]
    return schema


def _told(document: Document, method: str, path: str, status: str) -> Document:
    """The schema of an answer."""
    answer = document["paths"][path][method]["responses"][status]
    schema: Document = answer["content"]["application/json"]["schema"]
    return schema


def _wish(document: Document) -> Document:
    return _asked(document, "post", "/orders")


def _order(document: Document) -> Document:
    return _told(document, "get", "/orders/{number}", "200")


def _without(record: Document, name: str) -> None:
    del record["properties"][name]
    record["required"] = [each for each in record["required"] if each != name]


def _renamed(schemas: Mapping[str, Any], old: str, new: str) -> None:
    schemas[new] = schemas.pop(old)  # type: ignore[index,attr-defined]


_READ = "GET /orders/{number} 200"

PLANTED = (
    Change(
        "an operation is gone",
        lambda d: d["paths"]["/orders/{number}"].pop("delete"),
        [("DELETE /orders/{number}", "gone")],
    ),
    Change(
        "201 becomes 202",
        lambda d: _renamed(d["paths"]["/orders"]["post"]["responses"], "201", "202"),
        [("POST /orders 201", "gone")],
    ),
    Change(
        "an answer loses total",
        lambda d: _without(_order(d), "total"),
        [(f"{_READ}.total", "required")],
    ),
    Change(
        "an answer's status: refunded, too",
        lambda d: _order(d)["properties"]["status"]["enum"].append("refunded"),
        [(f"{_READ}.status", "value")],
    ),
    Change(
        "an answer's total may be null",
        lambda d: _order(d)["properties"]["total"].update(type=["integer", "null"]),
        [(f"{_READ}.total", "type")],
    ),
    Change(
        "a request must have phone",
        lambda d: _wish(d)["required"].append("phone"),
        [("POST /orders request.phone", "required")],
    ),
    Change(
        "a request's paid_by: no cash",
        lambda d: _wish(d)["properties"]["paid_by"]["enum"].remove("cash"),
        [("POST /orders request.paid_by", "value")],
    ),
)
"""The seven that a detector must flag."""

HARMLESS = (
    Change(
        "an operation more",
        lambda d: d["paths"].update({"/shows": {"get": _operation({"200": {"type": "object"}})}}),
    ),
    Change(
        "a field more in an answer",
        lambda d: (
            _order(d)["properties"].update(fee={"type": "integer"}),
            _order(d)["required"].append("fee"),
        ),
    ),
    Change(
        "an answer always has note",
        lambda d: _order(d)["required"].append("note"),
    ),
    Change(
        "an answer's status: never cancelled",
        lambda d: _order(d)["properties"]["status"]["enum"].remove("cancelled"),
    ),
    Change(
        "a request may leave out show",
        lambda d: _wish(d)["required"].remove("show"),
    ),
    Change(
        "a request may have a field more",
        lambda d: _wish(d)["properties"].update(email={"type": "string"}),
    ),
    Change(
        "a request's paid_by: points, too",
        lambda d: _wish(d)["properties"]["paid_by"]["enum"].append("points"),
    ),
    Change(
        "a request's phone may be null",
        lambda d: _wish(d)["properties"]["phone"].update(type=["string", "null"]),
    ),
)
"""Those that a detector must let pass."""

BEYOND = (
    Change(
        "a request's seats: eight at most",
        lambda d: _wish(d)["properties"]["seats"].update(maxItems=8),
    ),
    Change(
        "a parameter that must be there",
        lambda d: d["paths"]["/orders/{number}"]["get"]["parameters"].append(
            {"name": "key", "in": "query", "required": True, "schema": {"type": "string"}}
        ),
    ),
    Change("a request has no phone any more", lambda d: _without(_wish(d), "phone")),
    Change("an answer has no note any more", lambda d: _without(_order(d), "note")),
    Change(
        "an operation is gone, after its sunset",
        lambda d: d["paths"]["/orders/latest"].pop("get"),
        [("GET /orders/latest", "gone")],
    ),
)
"""Those about which two detectors may differ."""


def _hall(document: Document, status: str = "200") -> Document:
    return _told(document, "put", "/halls", status)


def _put(document: Document) -> Document:
    return _asked(document, "put", "/halls")


def _rows(hall: Document) -> Document:
    row: Document = hall["properties"]["rows"]["items"]
    return row


def _places(hall: Document) -> Document:
    place: Document = _rows(hall)["properties"]["places"]["items"]
    return place


def _listed(document: Document) -> Document:
    hall: Document = _told(document, "get", "/halls", "200")["properties"]["items"]["items"]
    return hall


def _exits(hall: Document) -> Document:
    exits: Document = hall["properties"]["exits"]
    return exits


_LIST = "GET /halls 200.items[]"
_PUT = "PUT /halls"

PLANTED_ELSE = (
    Change(
        "a path is gone, and with it all of its operations",
        lambda d: d["paths"].pop("/halls"),
        [("GET /halls", "gone"), ("PUT /halls", "gone")],
    ),
    Change(
        "in lists of lists: a value more, and a field that need not be there",
        lambda d: (
            _places(_listed(d))["properties"]["kind"]["enum"].append("standing"),
            _places(_listed(d))["required"].remove("code"),
        ),
        [(f"{_LIST}.rows[].places[].kind", "value"), (f"{_LIST}.rows[].places[].code", "required")],
    ),
    Change(
        "one kind is another one now, in an answer and in a request",
        lambda d: [
            _places(hall)["properties"]["kind"].update(enum=["chair", "stool"])
            for hall in (_hall(d), _put(d))
        ],
        [
            (f"{_PUT} 200.rows[].places[].kind", "value"),
            (f"{_PUT} request.rows[].places[].kind", "value"),
        ],
    ),
    Change(
        "the second of two good answers has another type",
        lambda d: _hall(d, "201")["properties"]["name"].update(type="integer"),
        [(f"{_PUT} 201.name", "type")],
    ),
    Change(
        "a row's name may no longer be null in a request",
        lambda d: _rows(_put(d))["properties"]["name"].update(type="string"),
        [(f"{_PUT} request.rows[].name", "type")],
    ),
    Change(
        "a text of an answer, of which any was possible before, becomes one of two, and of a "
        "request, too",
        lambda d: [
            hall["properties"]["name"].update(enum=["Main", "Small"])
            for hall in (_hall(d), _put(d))
        ],
        [(f"{_PUT} request.name", "value")],
    ),
    Change(
        "an answer's kind may be any text",
        lambda d: _places(_hall(d))["properties"]["kind"].pop("enum"),
        [(f"{_PUT} 200.rows[].places[].kind", "value")],
    ),
    Change(
        "a record becomes a list, in an answer and in a request; what was in it is not looked at",
        lambda d: [
            hall["properties"].update(rows={"type": "object", "required": ["first"]})
            for hall in (_hall(d), _put(d))
        ],
        [(f"{_PUT} 200.rows", "type"), (f"{_PUT} request.rows", "type")],
    ),
    Change(
        "an operation that took nothing must get a body",
        lambda d: d["paths"]["/halls/{hall}/open"]["post"].update(
            requestBody={"required": True, **_content(_record({"by": {"type": "string"}}))}
        ),
        [("POST /halls/{hall}/open request.by", "required")],
    ),
    Change(
        "a deprecated operation answers 202, no longer 204",
        lambda d: _renamed(d["paths"]["/halls/{hall}/open"]["post"]["responses"], "204", "202"),
        [("POST /halls/{hall}/open 204", "gone")],
    ),
    Change(
        "of exits, which may be null, and whose items have no type, two fields become numbers",
        lambda d: [
            _exits(_hall(d))["items"]["properties"].update({name: {"type": "number"}})
            for name in ("code", "to")
        ],
        [(f"{_PUT} 200.exits[].code", "type"), (f"{_PUT} 200.exits[].to", "type")],
    ),
    Change(
        "a height becomes a text, in an answer and in a request",
        lambda d: [
            hall["properties"].update(height={"type": "string"}) for hall in (_listed(d), _put(d))
        ],
        [(f"{_LIST}.height", "type"), (f"{_PUT} request.height", "type")],
    ),
    Change(
        "wider, and broken below",
        lambda d: (
            _put(d)["properties"]["rows"].update(type=["array", "null"]),
            _rows(_put(d))["required"].append("side"),
            _rows(_put(d))["properties"].update(side={"type": "string"}),
        ),
        [(f"{_PUT} request.rows[].side", "required")],
    ),
    Change(
        "what could be anything is a number now, in a request",
        lambda d: _put(d)["properties"].update(step={"type": "integer"}),
        [(f"{_PUT} request.step", "type")],
    ),
)

HARMLESS_ELSE = (
    Change("nothing at all", lambda _: None),
    Change(
        "words, and the order of everything",
        lambda d: (
            d["info"].update(version="2", description="New words."),
            _places(_hall(d))["properties"]["kind"]["enum"].reverse(),
            _places(_put(d))["required"].reverse(),
            _rows(_hall(d))["properties"]["name"]["type"].reverse(),
            _hall(d).update(description="A hall."),
        ),
    ),
    Change(
        "an answer's name of a row is never null",
        lambda d: _rows(_hall(d))["properties"]["name"].update(type="string"),
    ),
    Change(
        "a type that is written as a list of one",
        lambda d: _hall(d)["properties"]["name"].update(type=["string"]),
    ),
    Change(
        "a request's kind may be any text",
        lambda d: _places(_put(d))["properties"]["kind"].pop("enum"),
    ),
    Change(
        "an answer's height is a whole number now",
        lambda d: _listed(d)["properties"]["height"].update(type="integer"),
    ),
    Change(
        "a request's name may be missing; an answer has one more field, which it must have, deep",
        lambda d: (
            _put(d)["required"].remove("name"),
            _places(_listed(d))["properties"].update(view={"type": "string"}),
            _places(_listed(d))["required"].append("view"),
        ),
    ),
    Change(
        "an answer's step could be anything, and is a list of whole numbers now",
        lambda d: _hall(d)["properties"].update(
            step={"type": "array", "items": {"type": "integer"}}
        ),
    ),
    Change(
        "an answer's exits are always null now, and their items are not told any more",
        lambda d: (_exits(_hall(d)).update(type="null"), _exits(_hall(d)).pop("items")),
    ),
    Change(
        "another good answer, and another refusal",
        lambda d: d["paths"]["/halls"]["put"]["responses"].update(
            {"202": {"description": "Later."}, "409": {"description": "Not now."}}
        ),
    ),
    Change(
        "a refusal is gone",
        lambda d: d["paths"]["/halls"]["put"]["responses"].pop("404"),
    ),
)

ORDERS = Api(orders_document, PLANTED, HARMLESS)
HALLS = Api(halls_document, PLANTED_ELSE, HARMLESS_ELSE)
