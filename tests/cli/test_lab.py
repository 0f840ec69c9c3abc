"""JupyterLab for the learner: it answers, it is set as the course needs it, and it ends."""

import json
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psutil
import pytest
import requests

from labs.course.lab import JupyterLab, LabError, open_browser, stoppable
from tests.support.terminal import answer_in_terminal

EMPTY = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


@dataclass
class Running:
    lab: JupyterLab
    folder: Path

    @property
    def token(self) -> str:
        return parse_qs(urlsplit(self.lab.url).query)["token"][0]

    def request(self, method: str, path: str) -> requests.Response:
        """Ask JupyterLab's own interface, with the token of its address."""
        address = urlsplit(self.lab.url)
        return requests.request(
            method,
            f"{address.scheme}://{address.netloc}/{path}",
            headers={"Authorization": f"token {self.token}"},
            timeout=60,
        )


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("a folder ü")
    work = folder / "work"
    work.mkdir()
    (work / "start.ipynb").write_text(EMPTY)
    with JupyterLab.start(work, state=folder / "state", log=folder / "lab.log") as lab:
        yield Running(lab, folder)


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_address_opens_the_start_page_and_needs_its_token(running: Running) -> None:
    assert requests.get(running.lab.url, timeout=60).status_code == 200
    contents = running.lab.url.split("/lab/")[0] + "/api/contents"
    assert requests.get(contents, timeout=60).status_code == 403


def test_only_the_learners_folder_is_shown(running: Running) -> None:
    names = [item["name"] for item in running.request("GET", "api/contents").json()["content"]]
    assert names == ["start.ipynb"]


def test_work_is_saved_every_five_seconds_and_no_news_is_fetched(running: Running) -> None:
    def defaults(plugin: str) -> dict[str, object]:
        answer = running.request("GET", f"lab/api/settings/@jupyterlab/{plugin}").json()
        return {name: value["default"] for name, value in answer["schema"]["properties"].items()}

    saving = defaults("docmanager-extension:plugin")
    assert (saving["autosave"], saving["autosaveInterval"]) == (True, 5)
    news = defaults("apputils-extension:notification")
    assert (news["fetchNews"], news["checkForUpdates"]) == ("false", False)


def test_the_teachers_panels_are_off(running: Running) -> None:
    page = requests.get(running.lab.url, timeout=60).text
    found = re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    settings = json.loads(found[1])
    assert "@jupyter/nbgrader" in settings["disabledExtensions"]
    assert settings["news"] == {"disabled": True}
    assert running.request("GET", "formgrader").status_code == 404
    assert running.request("GET", "assignments").status_code == 404


def test_a_terminal_knows_the_command(running: Running) -> None:
    url = running.lab.url.split("lab/")[0]
    said = answer_in_terminal(url, running.token, 'echo "<$(command -v labs)>"')
    assert said == str(Path(sys.executable).parent / "labs")


def test_a_port_in_use_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(LabError, match=rf"Port {port} is in use[\s\S]*make lab PORT="):
            JupyterLab.start(tmp_path, port, state=tmp_path / "state", log=tmp_path / "lab.log")


def test_a_jupyter_that_fails_shows_the_end_of_its_log(tmp_path: Path) -> None:
    with pytest.raises(LabError, match=r"exit code 1[\s\S]*lab\.log[\s\S]*nowhere"):
        JupyterLab.start(tmp_path / "nowhere", state=tmp_path / "state", log=tmp_path / "lab.log")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_block_quietly(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    reached = []
    with stoppable():
        os.kill(os.getpid(), number)
        time.sleep(60)
        reached.append("not stopped")
    assert not reached
    assert signal.getsignal(number) is before


def test_no_text_browser_opens_in_a_terminal_without_a_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    open_browser("http://127.0.0.1/")
    assert opened == []
    monkeypatch.setenv("DISPLAY", ":0")
    open_browser("http://127.0.0.1/")
    assert opened == ["http://127.0.0.1/"]


def test_stopping_leaves_no_kernel_and_no_server(running: Running) -> None:
    """The last one here: it stops what the others use."""
    server = psutil.Process(running.lab._process.pid)
    assert running.request("POST", "api/kernels").status_code == 201
    wait_until(lambda: bool(server.children(recursive=True)))
    family = [server, *server.children(recursive=True)]
    assert len(family) > 1

    running.lab.stop()

    wait_until(lambda: not any(process.is_running() for process in family))
    with pytest.raises(requests.ConnectionError):
        requests.get(running.lab.url, timeout=60)
    running.lab.stop()  # twice is no error
