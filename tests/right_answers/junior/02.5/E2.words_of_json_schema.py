def listing_validator() -> dict[str, object]:
    pence = {"allOf": [{"bsonType": "int"}, {"minimum": 1}]}
    band = {"anyOf": [{"enum": [letter]} for letter in "ABC"]}
    entry = {"type": "object", "required": ["band", "pence"], "properties": {"band": band, "pence": pence}}
    return {"$jsonSchema": {
        "type": "object",
        "title": "a listing",
        "required": ["prices"],
        "properties": {"prices": {"type": "array", "minItems": 1, "maxItems": 3, "items": entry}},
    }}
