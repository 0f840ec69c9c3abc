"""The catalogue as a process of its own, the way that it runs in production."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from labs import datasets

START = [sys.executable, "-m", "labs.flytower.catalog"]
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def started(**environment: str) -> Iterator[subprocess.Popen[str]]:
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = subprocess.Popen(
        START, env=clean | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until_ready(url: str, process: subprocess.Popen[str]) -> requests.Response:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return requests.get(f"{url}/readyz", timeout=PATIENCE)
        except requests.ConnectionError:
            time.sleep(0.02)
    raise AssertionError(f"not ready within {PATIENCE} s: {process.poll()}")


def test_it_starts_answers_and_ends_on_sigterm_whoever_is_still_connected() -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    database = str(datasets.core("tiny"))
    with started(PORT=str(port), CATALOG_DATABASE=database) as process, requests.Session() as http:
        assert wait_until_ready(url, process).status_code == 200
        assert http.get(f"{url}/performances/{datasets.DIDO}").json()["title"] == "Dido"
        with ThreadPoolExecutor(8) as visitors:
            urls = [f"{url}/performances/{page_id}" for page_id in range(1, 25)]
            pages = visitors.map(lambda page_url: requests.get(page_url, timeout=PATIENCE), urls)
            assert [page.json()["id"] for page in pages] == list(range(1, 25))
        assert 'outcome="found"} 25.0' in http.get(f"{url}/metrics").text
        # The session keeps its connection open, which must not hold up the end.
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode in (0, -signal.SIGTERM)
        assert output == "", "quiet by default"
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{url}/healthz", timeout=PATIENCE)


def ends_at_once(**environment: str) -> tuple[int, str]:
    with started(**environment) as process:
        output, _ = process.communicate(timeout=PATIENCE)
        return process.returncode, output


def test_without_its_addresses_it_says_which_are_missing() -> None:
    code, output = ends_at_once()
    assert code == 1
    assert "PORT: Field required" in output
    assert "CATALOG_DATABASE: Field required" in output
    assert "Traceback" not in output


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "unable to open database file"),
        ("not a database, but long enough to be read as the header of one " * 9, "not a database"),
        ("", "no such table: performance"),
    ],
    ids=["missing", "not a database", "empty"],
)
def test_a_file_that_is_no_box_office_is_explained(
    content: str | None, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "box-office.sqlite"
    if content is not None:
        path.write_text(content)
    code, output = ends_at_once(PORT=str(free_port()), CATALOG_DATABASE=str(path))
    assert code == 1
    assert reason in output
    assert str(path) in output
    assert "Traceback" not in output


def test_a_port_in_use_is_explained() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, output = ends_at_once(PORT=port, CATALOG_DATABASE=str(datasets.core("tiny")))
    assert code != 0
    assert "address already in use" in output
