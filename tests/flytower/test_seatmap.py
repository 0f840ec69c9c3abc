"""Six of the seven seatmaps keep their contract, and Node's does but for what S01.1 mends."""

from collections.abc import Iterator

import pytest

from labs.judges import CheckFailed, Judge, judging
from labs.judges.contracts.seatmap import ARENA, best_seats, contract, without_partner
from labs.judges.wire import Answer, Contract, Exchange, ends, get, keeps, overtakes
from labs.languages import programs
from labs.languages.served import Served
from labs.servers import Service
from labs.units.s01_1 import seatmaps

NOBODY = "http://127.0.0.1:9"
GREEN = [name for name in seatmaps.RUNTIMES if name != "Node"]


@pytest.fixture(scope="module")
def partner() -> Iterator[str]:
    service = Service.start("partner", PARTNER_DELAY_MS="2", PARTNER_AT_ONCE="1000")
    yield service.url
    service.stop()


@pytest.mark.parametrize("runtime", GREEN)
def test_it_keeps_the_contract_with_a_partner_and_without(runtime: str, partner: str) -> None:
    with judging(runtime) as judge, seatmaps.serve(runtime, partner) as service:
        keeps(judge, service, contract(seed=5))
        ends(judge, service)
    with judging(runtime) as judge, seatmaps.serve(runtime, NOBODY) as service:
        keeps(judge, service, without_partner(seed=5))


def test_nodes_is_as_it_was_found(partner: str) -> None:
    with seatmaps.serve("Node", partner) as service:
        wrong = [step.about for step in contract(seed=5).steps if not kept(service, step)]
        assert len(wrong) == 2
        assert all(about.startswith("all rows") for about in wrong)
        alive = Exchange("it lives", get("/healthz"), Answer(200))
        with pytest.raises(CheckFailed, match="blocks all callers"):
            overtakes(Judge("Node"), service, slow=best_seats(ARENA, 4), quick=alive)


def kept(service: Served, step: object) -> bool:
    try:
        keeps(Judge("Node"), service, Contract("one step", [step]))  # type: ignore[list-item]
    except CheckFailed:
        return False
    return True


def test_a_program_of_the_unit_hides_none_of_the_seatmaps() -> None:
    assert seatmaps.source("hall.mjs").startswith("// The halls")
    assert seatmaps.give("crew.mjs") in programs.written()
