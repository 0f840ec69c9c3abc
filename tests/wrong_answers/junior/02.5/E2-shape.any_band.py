# must say: band is A, B or C: enum
def listing_validator() -> dict[str, object]:
    entry = {
        "bsonType": "object",
        "required": ["band", "pence"],
        "properties": {
            "band": {"bsonType": "string"},
            "pence": {"bsonType": "int", "minimum": 1},
        },
    }
    prices = {"bsonType": "array", "minItems": 1, "maxItems": 3, "items": entry}
    return {"$jsonSchema": {"bsonType": "object", "required": ["prices"], "properties": {"prices": prices}}}
