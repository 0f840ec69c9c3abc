# must say: pence is an int, not a double
def listing_validator() -> dict[str, object]:
    entry = {
        "bsonType": "object",
        "required": ["band", "pence"],
        "properties": {
            "band": {"enum": ["A", "B", "C"]},
            "pence": {"bsonType": "double", "minimum": 1},
        },
    }
    prices = {"bsonType": "array", "minItems": 1, "maxItems": 3, "items": entry}
    return {"$jsonSchema": {"bsonType": "object", "required": ["prices"], "properties": {"prices": prices}}}
