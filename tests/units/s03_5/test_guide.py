"""The guide as it stands, its examples, and the fuzz beside it."""

from labs.servers.hosting import hosted
from labs.units.s03_5 import fuzz
from labs.units.s03_5.desk import GUIDE, new_desk
from labs.units.s03_5.examples import Shown, came_back, left_over, shown_in, wrong_with


def test_four_of_eleven_examples_never_worked() -> None:
    shown = list(shown_in(GUIDE))
    with hosted(new_desk()) as site:
        wrong = [n for n, each in enumerate(shown, 1) if wrong_with(each, *came_back(site, each))]
    assert (len(shown), wrong) == (11, [4, 5, 6, 10])


def test_a_good_answer_is_documented_whole() -> None:
    answer = {"id": 1}
    assert wrong_with(Shown("GET /a", '200 {"id": 1}'), 200, answer) is None
    assert wrong_with(Shown("GET /a", "200"), 200, answer)
    assert wrong_with(Shown("GET /a", "200 {id: 1}"), 200, answer)
    assert wrong_with(Shown("GET /a", '200 {"id": 2}'), 200, answer) == ("id: 1", "id: 2")
    assert wrong_with(Shown("GET /a", "404"), 404, answer) is None


def test_a_line_that_nothing_runs_is_told() -> None:
    assert left_over(GUIDE) == []
    assert left_over("> GET /a\n\n< 200\n") == ["> GET /a", "< 200"]
    assert left_over("> GET /a\n < 200\na > b") == ["> GET /a", " < 200"]


def test_few_requests_miss_what_many_see() -> None:
    few, many = (fuzz.statuses(new_desk(), n, seed) for n, seed in ((60, 1), (250, 2)))
    assert len(many) == 14
    assert many - few == {("POST /v2/orders/{number}/refund", 409)}


def test_an_example_belongs_to_one_operation() -> None:
    assert fuzz.operation_of("GET", "/v2/orders/x") == "GET /v2/orders/{number}"
    assert fuzz.operation_of("POST", "/v2/orders/1/refund") == fuzz.OPERATIONS[-1]
    assert fuzz.operation_of("GET", "/v2/orders/1/refund") == ""
