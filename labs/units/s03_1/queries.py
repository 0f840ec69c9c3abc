"""What is asked of the learner's schemas and of the learner's cost."""

HOME = "{ shows { title performances { starts venue { name } } } }"

SHAPE = {
    "Query": {
        "evening": "(id: ID!): Evening",
        "evenings": "(after: ID, first: Int! = 10): [Evening!]!",
    },
    "Evening": {"id": "ID!", "starts": "String!", "takings": "Int"},
    "Mutation": {
        "hold": "(evening: ID!, key: String!, name: String!, seat: String!): HoldResult!",
    },
    "HoldMade": {"id": "ID!", "seat": "String!"},
    "SeatTaken": {"seat": "String!"},
    "NoSuchEvening": {"id": "ID!"},
}
"""Each type with its fields, as a schema prints them."""

UNION = {"HoldMade", "SeatTaken", "NoSuchEvening"}

QUERIES: dict[str, int] = {
    "{ shows { title } }": 21,
    "{ evening { starts } }": 2,
    "{ shows { title performances { starts } } }": 1 + 20 * (2 + 16),
    "{ evenings(first: 3) { id } }": 4,
    "{ a: shows { title } b: shows { id title } }": 21 + 41,
    "query Q($n: Int = 4) { evenings(first: $n) { id } }": 5,
    "{ shows { ...F } } fragment F on Show { title id }": 41,
}
"""Each with the most fields that its answer may have."""

QUERIES_ELSE: dict[str, int] = {
    "{ evenings(after: 90, first: 2) { id starts } }": 5,
    "{ evenings(after: 90) { id } }": 51,
    "{ evenings(first: -5) { id starts } }": 3,
    "{ evenings(first: 0) { id } shows { id } }": 2 + 21,
    "query Q($first: Int = 9, $n: Int = 2) { evenings(first: $n) { id } }": 3,
    "{ ... on Query { shows { ... { id } } } }": 21,
    "{ shows { ...A ...A } } fragment A on Show { ...B id } fragment B on Show { id }": 81,
    "{ first: evening { id } }": 2,
    "{ title: shows { shows: title } }": 21,
    "{ search(text: 7) { id } }": 2,
    "{ shows { title ... on Show { id } } }": 41,
    "{ reviews(first: 3) { id } }": 4,
    "{ performances(first: 100) { id } }": 101,
    "{ shows { __typename } }": 21,
}
"""Numbers that are no `first`, aliases that are called as lists, fragments within fragments."""

GOOD = (
    HOME,
    "{ shows { id title } }",
    "query Q { shows { ...F } } fragment F on Show { title performances { starts } }",
    "{ a: shows { title } b: shows { title } }",
)
ATTACKS = (
    "{ shows { performances { show { performances { starts } } } } }",
    "{ " + " ".join(f"a{n}: shows {{ title }}" for n in range(300)) + " }",
    "query Q { shows { ...F } } "
    "fragment F on Show { performances { show { performances { starts venue { name } } } } }",
    "{ shows { ... on Show { performances { show { performances { show "
    "{ performances { show { performances { starts } } } } } } } } } }",
    "{ shows { performances { show { id performances { venue { name } } } } } }",
)
