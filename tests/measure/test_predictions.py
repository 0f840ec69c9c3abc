from collections.abc import Callable

import pytest

from labs.measure import predict, predicted


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    return lambda: capsys.readouterr().out


def test_a_prediction_is_shown_again_beside_the_result(said: Callable[[], str]) -> None:
    predict("tenth", 40, "per cent")
    assert said() == "Your prediction: 40 per cent\n"
    predicted("tenth", 63, "per cent")
    assert said() == "You predicted 40 per cent; measured: 63 per cent.\n"


def test_a_blank_says_what_to_do_and_is_legal(said: Callable[[], str]) -> None:
    predict("blank", ..., "number of calls")
    assert said() == (
        "No prediction yet. "
        "Replace ... by your answer (number of calls), and run this cell again.\n"
    )
    predicted("blank", 3, "calls")
    assert said() == "You made no prediction; measured: 3 calls.\n"


def test_a_blank_takes_an_earlier_prediction_back(said: Callable[[], str]) -> None:
    predict("order", "a, b")
    predict("order", ...)
    predicted("order", "b, a")
    assert said().endswith("You made no prediction; measured: b, a.\n")


def test_nought_is_a_prediction(said: Callable[[], str]) -> None:
    predict("none", 0)
    predicted("none", 5, "calls")
    assert said().endswith("You predicted 0 calls; measured: 5 calls.\n")
