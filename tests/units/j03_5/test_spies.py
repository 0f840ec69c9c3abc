"""The app behind the guard, as it is without one."""

from starlette.requests import Request

from labs.servers.hosting import hosted
from labs.units.j03_5.spies import CALLERS, KNOWN, ROUTES, Spied, due


def test_without_a_guard_each_handler_runs_and_counts() -> None:
    spied = Spied()
    spied.add_later()
    later = ("POST /later/holds", "DELETE /inner/all", "COPY /performances/7")
    with hosted(spied.app) as site, site.client() as client:
        for line in (*ROUTES, *later):
            method, path = line.split(" ")
            assert client.request(method, path).json() == {"caller": None}
        assert client.post("/typed", json={"seat": "A1"}).json() == "A1"
        assert client.post("/typed", json={}).status_code == 422
    assert spied.ran.total() == len(ROUTES) + len(later) + 1


def test_the_matrix_has_all_three_outcomes_and_five_callers() -> None:
    assert len(CALLERS) == 5
    assert set(KNOWN) < set(CALLERS.values())
    matrix = {
        due(KNOWN.get(sent or ""), *line.split(" ")) for sent in CALLERS.values() for line in ROUTES
    }
    assert matrix == {200, 401, 403}
    assert due("guest:ada", "DELETE", "/performances/7") == 403
    assert due("guest:ada", "DELETE", "/holds/41") == 200
    assert due(None, "GET", "/performances") == 200


def test_who_is_barred_may_only_read_and_each_look_up_counts() -> None:
    spied = Spied()
    spied.barred = {"guest:ada"}
    assert spied.due("guest:ada", "POST", "/holds") == 403
    assert not spied.may("guest:ada", "POST", "/holds")
    assert spied.due("guest:ada", "GET", "/holds") == 200
    assert spied.due("staff:kirkwall", "POST", "/holds") == 200
    assert spied.due(None, "POST", "/holds") == 401
    request = Request({"type": "http", "headers": [(b"authorization", b"Bearer ada")]})
    assert [spied.caller_of(request) for _ in range(2)] == ["guest:ada"] * 2
    assert spied.looked_up == 2
