"""What both versions of the orders API promise, and what one says of the other's orders."""

from typing import Any

from labs.judges.wire import ANYTHING, Answer, Contract, Exchange, Includes, get, post
from labs.units.s03_5.ledger import FEE, PENCE, Order

V1_WISH = {"show": 7, "seats": ["A1", "A2"], "phone": "01856 87"}
V2_WISH = {"performance": 8, "seats": ["B1"]}


def _v1(number: int, wish: dict[str, Any], status: str = "paid") -> dict[str, Any]:
    total = PENCE * len(wish["seats"]) + FEE
    return {"id": number, **wish, "total": total, "status": status}


def _v2(number: int, wish: dict[str, Any], status: str = "paid") -> dict[str, Any]:
    total = PENCE * len(wish["seats"]) + FEE
    return {"id": number, **wish, "total": total, "fee": FEE, "status": status}


_FIELDS = "members are those of the table, no more, and their values are the order's own."
_NEW_STATUS = "version 1 promised two statuses: to its callers part_refunded is paid."
_AS_IT_IS = "read the ledger at each call: an order changes."
_NO_PHONE = "version 1 promised a text: no phone is an empty one."
_NONE = "ledger.find gives None there: raise HTTPException(404)."
_MISSING = [(Answer(500), _NONE), (Answer(200), _NONE)]

V1 = Contract(
    "version 1, as ever",
    [
        Exchange(
            "two seats",
            post("/v1/orders", V1_WISH),
            Answer(201, _v1(1, V1_WISH), {"Location": "/v1/orders/1"}),
            likely=[
                (Answer(422), "version 1 is asked with show, seats and phone: WishV1."),
                (Answer(200), "status_code=201 stands at the route."),
                (Answer(201, Includes({"performance": 7})), "version 1 calls it show, as ever."),
                (Answer(201, Includes({"phone": ""})), "give the phone to the ledger, too."),
                (Answer(201, _v1(1, V1_WISH)), "Location is /v1/orders/ and the number."),
                (Answer(201), _FIELDS),
            ],
        ),
        Exchange(
            "the same order, read",
            get("/v1/orders/1"),
            Answer(200, _v1(1, V1_WISH)),
            likely=[(Answer(200), _FIELDS), (Answer(404), "look in the ledger for its number.")],
        ),
        Exchange("an order that is not there", get("/v1/orders/99"), Answer(404), _MISSING),
        Exchange(
            "no phone",
            post("/v1/orders", {"show": 7, "seats": ["A1"]}),
            Answer(422),
            likely=[(Answer(201), "version 1 has always asked for a phone: WishV1.")],
        ),
    ],
)

V2 = Contract(
    "version 2",
    [
        Exchange(
            "one seat",
            post("/v2/orders", V2_WISH),
            Answer(201, _v2(2, V2_WISH), {"Location": "/v2/orders/2"}),
            likely=[
                (Answer(422), "version 2 is asked with performance and seats: WishV2."),
                (Answer(200), "status_code=201 stands at the route."),
                (Answer(201, Includes({"phone": ANYTHING})), "version 2 shows no phone."),
                (Answer(201, Includes({"id": 1})), "both versions have one ledger."),
                (Answer(201, _v2(2, V2_WISH)), "Location is /v2/orders/ and the number."),
                (Answer(201), _FIELDS),
            ],
        ),
        Exchange(
            "the same order, read",
            get("/v2/orders/2"),
            Answer(200, _v2(2, V2_WISH)),
            likely=[(Answer(200), _FIELDS)],
        ),
        Exchange("an order that is not there", get("/v2/orders/99"), Answer(404), _MISSING),
        Exchange("the old name", post("/v2/orders", {"show": 7, "seats": ["A1"]}), Answer(422)),
    ],
)


def sold_by(version: int, number: int) -> Contract:
    """An order that comes by this version, and gets this number of the ledger."""
    path = f"/v{version}/orders"
    return Contract(
        f"version {version}",
        [
            Exchange(
                "one more order, after some from elsewhere",
                post(path, V1_WISH if version == 1 else V2_WISH),
                Answer(201, Includes({"id": number}), {"Location": f"{path}/{number}"}),
                likely=[
                    (Answer(201, Includes({"id": number})), "Location has the order's own id."),
                    (Answer(201), "the ledger numbers all orders, whatever they came by."),
                ],
            )
        ],
    )


def read_by_both(order: Order) -> Contract:
    """An order which may have come by either version, as both show it."""
    number, status = order.id, order.status
    same = {"id": number, "seats": list(order.seats), "total": order.total}
    old = same | {
        "show": order.performance,
        "phone": order.phone or "",
        "status": "paid" if status == "part_refunded" else status,
    }
    new = same | {"performance": order.performance, "fee": order.fee, "status": status}
    by = 1 if order.phone else 2
    came = f"an order that came by version {by} and is {status}, read by version"
    return Contract(
        "both versions",
        [
            Exchange(
                f"{came} 1",
                get(f"/v1/orders/{number}"),
                Answer(200, old),
                likely=[
                    (Answer(200, Includes({"status": "part_refunded"})), _NEW_STATUS),
                    (Answer(200, Includes({"phone": None})), _NO_PHONE),
                    (
                        Answer(200, {**old, "status": ANYTHING}),
                        _NEW_STATUS if status == "part_refunded" else _AS_IT_IS,
                    ),
                    (Answer(200), _FIELDS),
                    (Answer(404), "both versions have one ledger: keep nothing beside it."),
                    (Answer(500), _NO_PHONE),
                ],
            ),
            Exchange(
                f"{came} 2",
                get(f"/v2/orders/{number}"),
                Answer(200, new),
                likely=[
                    (Answer(200, Includes({"phone": ANYTHING})), "version 2 shows no phone."),
                    (Answer(200, {**new, "status": ANYTHING}), "its status is the ledger's own."),
                    (Answer(200), _FIELDS),
                    (Answer(404), "both versions have one ledger: keep nothing beside it."),
                ],
            ),
        ],
    )
