"""What is counted ahead is what the stores give when they are run."""

import subprocess
from typing import Never

import pytest

from labs.units.j02_6.ahead import count_ahead
from labs.units.j02_6.jobs import JOBS, OTHER_JOBS
from labs.units.j02_6.stores import STORES, bench, count


def _runs(*_: object) -> Never:
    raise AssertionError("a store was run")


def test_all_that_jobs_limit_is_known_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "_counted", {})
    count_ahead()
    monkeypatch.setattr(bench, "_ready", _runs)
    for data in [*JOBS, *OTHER_JOBS]:
        for measure in data.limits:
            counts = {store: count(store, measure, data.season) for store in STORES}
            if measure == "written":
                many = data.season.evenings
                assert counts == {"tables": 1, "documents": many, "keys": many}


def test_a_count_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, stdout="", stderr="ServerError: no room\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(RuntimeError, match="the stores cannot be counted: ServerError: no room"):
        count_ahead()
