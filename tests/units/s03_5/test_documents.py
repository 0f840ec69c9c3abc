"""What the planted changes break is told by a tool that nobody here wrote, too."""

import pytest

from labs.units.s03_5.documents import BEYOND, HALLS, ORDERS, Api
from labs.units.s03_5.opinions import second_opinion


@pytest.mark.parametrize("api", [ORDERS, HALLS])
def test_oasdiff_calls_each_planted_break_an_error_and_nothing_else(api: Api) -> None:
    document = api.document()
    assert set(second_opinion(document, api.planted)) == {"an error"}
    assert second_opinion(document, api.harmless).count("an error") == 0


def test_a_change_leaves_the_document_that_it_is_given() -> None:
    document = ORDERS.document()
    for change in (*ORDERS.planted, *ORDERS.harmless, *BEYOND):
        assert change.of(document) != document
        assert document == ORDERS.document()
