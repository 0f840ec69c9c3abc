"""What the cases say of the ledger, it does."""

import httpx
import pytest

from labs.servers.hosting import hosted
from labs.units.j07_2 import rfc9110, stage
from labs.units.j07_2.cases import GENTLE_TRIALS, OTHER_TRIALS, TRIALS, Trial
from labs.units.j07_2.ledger import Ledger


def pattern(client: httpx.Client, trial: Trial) -> tuple[str, bool]:
    """`ABB` for a request that changes the state once, and whether an answer had a body."""
    states, body = [client.get("/state").text], b""
    for _ in range(2):
        reply = client.request(trial.sent.method, trial.sent.path, json=trial.sent.json)
        body += reply.content
        states.append(client.get("/state").text)
    order = list(dict.fromkeys(states))
    return "".join("ABC"[order.index(state)] for state in states), bool(body)


@pytest.mark.parametrize(
    "trials", [TRIALS, OTHER_TRIALS, GENTLE_TRIALS], ids=["usual", "other", "gentle"]
)
def test_each_request_leaves_the_states_that_its_case_names(trials: list[Trial]) -> None:
    with hosted(Ledger().app()) as site, stage.client_of(site.url) as client:
        for trial in trials:
            assert pattern(client, trial) == (trial.pattern, trial.has_body), trial.sent


def test_the_usual_requests_show_what_the_standard_says() -> None:
    for method, promises in rfc9110.PROMISES.items():
        seen = [trial.seen for trial in TRIALS if trial.sent.method == method]
        safe, idempotent, body = zip(*seen, strict=True)
        assert (all(safe), all(idempotent), any(body)) == promises, method


@pytest.mark.parametrize("path", ["/bookings/1", "/bookings", "/quotes", "/bookings/5/cancel"])
def test_options_lists_what_the_service_takes_there(path: str) -> None:
    with hosted(Ledger().app()) as site, stage.client_of(site.url) as client:
        listed = client.options(path).json()["methods"].split(", ")
        wish = {"name": "Bo", "seats": 2}
        taken = [
            method
            for method in sorted(rfc9110.PROMISES)
            if client.request(method, path, json=wish).status_code != 405
        ]
    assert listed == taken
