# must say: an entry may have other fields
def listing_validator() -> dict[str, object]:
    entry = {
        "bsonType": "object",
        "additionalProperties": False,
        "required": ["band", "pence"],
        "properties": {
            "band": {"enum": ["A", "B", "C"]},
            "pence": {"bsonType": "int", "minimum": 1},
        },
    }
    prices = {"bsonType": "array", "minItems": 1, "maxItems": 3, "items": entry}
    return {"$jsonSchema": {"bsonType": "object", "required": ["prices"], "properties": {"prices": prices}}}
