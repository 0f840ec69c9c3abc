"""The examples of RFC 7396, appendix A, and some more of the same kind."""

from collections.abc import Sequence
from typing import Any

Example = tuple[Any, Any, Any]
"""A document, a patch, and what the document is after it."""

RFC_7396: Sequence[Example] = (
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
)
MORE: Sequence[Example] = (
    ({"note": "x"}, {"note": 0}, {"note": 0}),
    ({"note": "x", "ramp": True}, {"note": "", "ramp": False}, {"note": "", "ramp": False}),
    (
        {"a": {"b": {"c": 1, "d": 2}, "e": 3}},
        {"a": {"b": {"c": None}}},
        {"a": {"b": {"d": 2}, "e": 3}},
    ),
    ({"a": {"b": 1}}, {"a": {}}, {"a": {"b": 1}}),
    ({"a": 1}, {"a": {"b": {"c": 2, "d": None}}}, {"a": {"b": {"c": 2}}}),
    (
        {"a": [1, None, {"b": None}]},
        {"c": [None, {"d": None}]},
        {"a": [1, None, {"b": None}], "c": [None, {"d": None}]},
    ),
    ({"a": 1}, {}, {"a": 1}),
    ({"a": 1, "d": 2}, {"c": 3, "b": None, "d": None, "a": {"e": 5}}, {"c": 3, "a": {"e": 5}}),
    ("text", {"a": None}, {}),
)


def merged_by_the_rfc(target: Any, patch: Any) -> Any:  # noqa: ANN401
    """What RFC 7396 makes of them; neither is changed."""
    if not isinstance(patch, dict):
        return patch
    kept = target if isinstance(target, dict) else {}
    named = {
        name: merged_by_the_rfc(kept.get(name), value)
        for name, value in patch.items()
        if value is not None
    }
    return {name: value for name, value in kept.items() if name not in patch} | named
