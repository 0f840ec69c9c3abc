"""What a layer costs: batches, their ranges, and where these overlap."""

import pytest

from labs.measure.load import NotLoopbackError
from labs.units.j08_3 import cost
from labs.units.j08_3.cost import FRAMEWORKS, LAYERS, MANY, Batch


def _batches(layers: int, *milliseconds: float) -> list[Batch]:
    return [Batch("Flask", layers, 1, each, 1_000 / each) for each in milliseconds]


def test_ranges_overlap_or_are_told_apart() -> None:
    found = [*_batches(0, 3.0, 1.0, 2.0), *_batches(1, 3.0, 4.0, 5.0), *_batches(5, 3.1, 9.0, 4.0)]
    assert cost.milliseconds(found, "Flask", 0) == (1.0, 2.0, 3.0)
    assert cost.overlap(found, "Flask", 0, 1)
    assert not cost.overlap(found, "Flask", 0, 5)
    assert not cost.overlap(found, "Flask", 5, 0)


def test_what_a_layer_adds_is_shared_out_among_them() -> None:
    found = [
        Batch(name, layers, 1, milliseconds, 1.0)
        for name in FRAMEWORKS
        for layers, milliseconds in ((0, 1.0), (20, 1.1))
    ]
    assert cost.microseconds_a_layer(found).startswith("bare ASGI +5.0 µs, Flask +5.0 µs")


def test_each_framework_is_asked_through_all_its_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABS_TEST", "1")
    found = cost.batches(times=1, requests=10)
    kinds = [(layers, 1) for layers in LAYERS] + [(0, MANY)]
    assert [batch[:3] for batch in found] == [
        (name, *kind) for kind in kinds for name in FRAMEWORKS
    ]
    assert all(batch.milliseconds > 0 and batch.per_second > 0 for batch in found)


def test_load_stays_on_this_machine() -> None:
    with pytest.raises(NotLoopbackError):
        cost._batch("Flask", "http://198.51.100.7:80", 0, 1, 1)
