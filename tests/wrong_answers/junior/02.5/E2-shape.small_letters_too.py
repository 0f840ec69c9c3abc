# must say: in capitals
def listing_validator() -> dict[str, object]:
    entry = {
        "bsonType": "object",
        "required": ["band", "pence"],
        "properties": {
            "band": {"enum": ["A", "B", "C", "a", "b", "c"]},
            "pence": {"bsonType": "int", "minimum": 1},
        },
    }
    prices = {"bsonType": "array", "minItems": 1, "maxItems": 3, "items": entry}
    return {"$jsonSchema": {"bsonType": "object", "required": ["prices"], "properties": {"prices": prices}}}
