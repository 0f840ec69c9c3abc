# must say: four entries: maxItems
def listing_validator() -> dict[str, object]:
    entry = {
        "bsonType": "object",
        "required": ["band", "pence"],
        "properties": {
            "band": {"enum": ["A", "B", "C"]},
            "pence": {"bsonType": "int", "minimum": 1},
        },
    }
    prices = {"bsonType": "array", "minItems": 1, "items": entry}
    return {"$jsonSchema": {"bsonType": "object", "required": ["prices"], "properties": {"prices": prices}}}
