import pytest

from labs.languages import programs


@pytest.fixture(autouse=True)
def _no_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins as a fresh kernel does."""
    monkeypatch.setattr(programs, "_sources", {})
    monkeypatch.setattr(programs, "_folder", None)
