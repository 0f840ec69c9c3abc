# must say: does the schema ask for a field that is not there
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
