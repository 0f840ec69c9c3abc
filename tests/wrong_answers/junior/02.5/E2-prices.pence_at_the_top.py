# must say: band and pence must be in each entry
def listing_validator() -> dict[str, object]:
    entry = {
        "bsonType": "object",
        "required": ["band", "pence"],
        "properties": {
            "band": {"enum": ["A", "B", "C"]},
            "pence": {"bsonType": "int", "minimum": 1},
        },
    }
    prices = {"bsonType": "array", "minItems": 1, "maxItems": 3, "items": entry}
    return {"$jsonSchema": {"bsonType": "object", "required": ["pence"], "properties": {"pence": {"bsonType": "int"}}}}
