"""The contract of the seatmap: 32 steps for any seed, and each foreseen mistake told as such."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from labs.judges.contracts import seatmap
from labs.judges.wire import Answer, AtOnce, Exchange


def exchanges(seed: int) -> list[Exchange]:
    steps = seatmap.contract(seed).steps
    return [
        each for step in steps for each in (step.exchanges if isinstance(step, AtOnce) else [step])
    ]


@pytest.mark.parametrize("seed", range(12))
def test_it_has_32_steps_of_all_kinds(seed: int) -> None:
    assert len(seatmap.contract(seed).steps) == 32
    asked = exchanges(seed)
    assert {each.answer.status for each in asked} == {200, 404, 405, 409, 422}
    assert sum(each.answer.status == 409 for each in asked) >= 3
    pages = {each.request.path.rpartition("/")[2].partition("?")[0] for each in asked}
    assert {"healthz", "best", "tonight", "rows"} < pages


@pytest.mark.parametrize("seed", range(12))
def test_no_likely_cause_is_told_of_the_right_answer(seed: int) -> None:
    for each in exchanges(seed):
        right = replace(each.answer, headers={})
        assert all(replace(sign, headers={}) != right for sign, _ in each.likely), each.about


def test_seats_that_are_best_by_hand() -> None:
    """The first row has nobody before it: its costs are half steps from the middle alone."""
    taken = seatmap.sold(12)[0]
    found = seatmap.best(12, 1)
    assert found is not None
    free = min(abs(2 * seat - len(taken) + 1) for seat, is_sold in enumerate(taken) if not is_sold)
    assert found.cost <= free
    assert seatmap.best(12, 41) is None


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda body: body.removesuffix("\n"), "the last one, too"),
        (lambda body: body.replace("\n", ""), "a line feed after each row is missing"),
        (lambda body: f"[{','.join(body.splitlines())}]", "not one list of all"),
    ],
)
def test_mistakes_with_rows(answer: Callable[[str], str], said: str) -> None:
    rows = seatmap.all_rows(7)
    body = rows.answer.body
    assert body is not None
    causes = [why for sign, why in rows.likely if sign == Answer(200, body=answer(body))]
    assert len(causes) == 1
    assert said in causes[0]


def test_the_last_of_two_that_cost_the_same_is_told() -> None:
    tied = next(
        each for each in exchanges(3) if any("of one cost" in why for _, why in each.likely)
    )
    right, late = tied.answer.json, tied.likely[0][0].json
    assert right["cost"] == late["cost"]
    assert (right["row"], right["seat"]) < (late["row"], late["seat"])
