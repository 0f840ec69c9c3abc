def listing_validator() -> dict[str, object]:
    return {
        "$jsonSchema": {
            "required": ["prices"],
            "properties": {
                "prices": {
                    "bsonType": ["array"],
                    "minItems": 1,
                    "maxItems": 3,
                    "items": {
                        "bsonType": "object",
                        "required": ["pence", "band"],
                        "properties": {
                            "band": {"bsonType": "string", "pattern": "^[ABC]$"},
                            "pence": {"bsonType": ["int", "long"], "minimum": 0, "exclusiveMinimum": True},
                        },
                    },
                },
            },
        },
    }
