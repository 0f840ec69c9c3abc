from pathlib import Path

import pytest

from labs.servers import Service, server_kinds


@pytest.fixture(autouse=True)
def _no_server_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in server_kinds():
        if kind.variable:
            monkeypatch.delenv(kind.variable, raising=False)


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the folders of the servers are made in this test."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def start_stub(name: str, **environment: str) -> Service:
    here = str(Path(__file__).parent)
    return Service.start(name, package="stubs", PYTHONPATH=here, **environment)


@pytest.fixture
def stub() -> object:
    return start_stub
