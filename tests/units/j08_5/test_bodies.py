"""The bodies that J08.5 fires are what they say, and always the same."""

import json
from collections import Counter

import pytest
from jsonschema import SchemaError

from labs.units.j08_5.bodies import COUNT, body_of, odd_bodies, validator_of
from labs.units.j08_5.layers import A_REVIEW, A_TOUR, STARS, TOUR
from labs.units.j08_5.visits import OTHER_VISITS, VISITS


@pytest.mark.parametrize(("schema", "legal"), [(STARS, A_REVIEW), (TOUR, A_TOUR)])
@pytest.mark.parametrize("seed", [1, 2, 31])
def test_there_are_sixty_of_each_kind(schema: dict, legal: dict, seed: int) -> None:
    bodies = odd_bodies(schema, legal, seed)
    assert len({body.raw for body in bodies}) == len(bodies) == COUNT
    assert Counter(body.status.value for body in bodies) == {422: 39, 201: 15, 400: 6}
    assert bodies == odd_bodies(schema, legal, seed)
    assert max(len(body.raw) for body in bodies) <= 10_000


def test_what_is_no_json_is_none_to_python() -> None:
    for body in odd_bodies(STARS, A_REVIEW, 5):
        if body.status == 400:
            with pytest.raises((ValueError, RecursionError)):
                json.loads(body.raw)
        else:
            json.loads(body.raw)


def test_places_are_those_that_a_person_would_name() -> None:
    for value, places in (
        ({"stars": 5, "text": "a"}, set()),
        ({"stars": 5.0, "text": "a", "more": None}, set()),
        ({"stars": True, "text": ""}, {"/stars", "/text"}),
        ({"text": 1}, {"", "/text"}),
        ([], {""}),
    ):
        assert body_of("", value, STARS).pointers == places
    tour = {"stops": [{"town": "Wick"}, {"nights": 0}, {"town": "Wick", "from": "soon"}]}
    assert body_of("", tour, TOUR).pointers == {"/stops/1", "/stops/1/nights", "/stops/2/from"}
    names = {"properties": {"a/b": {"type": "null"}, "~c": {"type": "null"}}}
    assert body_of("", {"a/b": 1, "~c": 1}, names).pointers == {"/a~1b", "/~0c"}


def test_a_schema_that_is_none_is_refused() -> None:
    with pytest.raises(SchemaError):
        validator_of({"type": "whole number"})


def test_visits_are_told_apart_by_eye() -> None:
    assert sum(visit.fits for visit in (*VISITS, *OTHER_VISITS)) == 8
    assert all(visit.fits or visit.likely for visit in (*VISITS, *OTHER_VISITS))
