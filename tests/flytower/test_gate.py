"""What the gate tells, over real connections: the same changes in four ways."""

import json
import threading
from collections.abc import Iterator

import httpx
import pytest
from websockets.sync.client import connect

from labs.servers import Service

SEATS = ("A1", "B12", "C7")


@pytest.fixture
def gate() -> Iterator[httpx.Client]:
    with (
        Service.start("gate") as service,
        httpx.Client(base_url=service.url, trust_env=False, timeout=10) as client,
    ):
        yield client


def sell(gate: httpx.Client, *seats: str) -> None:
    for seat in seats:
        gate.post("/changes", json={"seat": seat, "state": "sold"}).raise_for_status()


def test_the_same_changes_are_told_in_four_ways(gate: httpx.Client) -> None:
    assert gate.get("/changes").json() == {"seq": 0, "changes": []}
    sell(gate, *SEATS)
    told = [{"seat": seat, "state": "sold", "seq": n} for n, seat in enumerate(SEATS, 1)]
    assert gate.get("/changes").json() == {"seq": 3, "changes": told}
    assert gate.get("/changes?after=2").json() == {"seq": 3, "changes": told[2:]}
    assert gate.get("/changes/next?after=1").json() == {"seq": 3, "changes": told[1:]}
    with gate.stream("GET", "/changes/stream", headers={"Last-Event-ID": "1"}) as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        lines = stream.iter_lines()
        events = [next(lines) for _ in range(8)][2:]
    assert [json.loads(line[6:]) for line in events if line.startswith("data: ")] == told[1:]
    assert [line for line in events if line.startswith("id: ")] == ["id: 2", "id: 3"]
    url = str(gate.base_url).replace("http", "ws")
    with connect(f"{url}/changes/live?after=1") as live:
        assert [json.loads(live.recv()) for _ in range(2)] == told[1:]


def test_who_waits_hears_of_the_next(gate: httpx.Client) -> None:
    heard: list[object] = []
    url = str(gate.base_url)

    def wait() -> None:
        heard.append(httpx.get(f"{url}/changes/next", trust_env=False, timeout=20).json()["seq"])

    waiting = [threading.Thread(target=wait) for _ in range(3)]
    for each in waiting:
        each.start()
    with connect(url.replace("http", "ws") + "/changes/live") as live:
        while 'way="long poll"} 3.0' not in gate.get("/metrics").text:
            pass
        sell(gate, "A1")
        assert json.loads(live.recv())["seq"] == 1
    for each in waiting:
        each.join()
    assert heard == [1, 1, 1]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/changes", {"seat": "a1", "state": "sold"}),
        ("/changes", {"seat": "A1", "state": "lost"}),
        ("/changes", {"seat": "A1"}),
        ("/changes", {"seat": "A1", "state": "sold", "seq": 9}),
    ],
)
def test_what_is_no_change_is_refused(gate: httpx.Client, path: str, body: object) -> None:
    answer = gate.post(path, json=body)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert gate.get("/changes?after=-1").status_code == 422
