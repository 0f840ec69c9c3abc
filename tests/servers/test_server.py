"""The life of a server: what the base class promises for all of them."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
import redis

from labs.servers import Server, ServerError, Service, Valkey
from labs.servers import server as module

Stub = Callable[..., Service]


@contextmanager
def taken() -> Iterator[int]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def choose(monkeypatch: pytest.MonkeyPatch, *ports: int) -> None:
    """Have these ports chosen first."""
    waiting, choice = list(ports), module.free_ports
    monkeypatch.setattr(module, "free_ports", lambda n: [waiting.pop(0)] if waiting else choice(n))


class Pages(Server):
    """Serves what `prepare` wrote, on the second of two ports."""

    name = "Pages"
    ports_needed = 2
    script = "import pathlib; pathlib.Path('page').write_text('prepared')"

    @classmethod
    def find(cls) -> Path:
        return Path(sys.executable)

    def prepare(self) -> None:
        self.run(self.program(), "-c", self.script)

    def command(self) -> Sequence[str | Path]:
        return [self.program(), "-m", "http.server", "--bind", "127.0.0.1", str(self.port)]

    def environment(self) -> Mapping[str, str]:
        return {"GREETING": "hello"}

    def probe(self) -> None:
        socket.create_connection(("127.0.0.1", self.port), 1).close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def test_a_server_prepares_its_folder_before_it_starts() -> None:
    with Pages().launch() as pages:
        assert (pages.folder / "page").read_text() == "prepared"
        assert len(set(pages.ports)) == 2


def test_a_failing_preparation_is_told_and_leaves_nothing(folders: Path) -> None:
    class Failing(Pages):
        script = "raise SystemExit('no room left')"

    with pytest.raises(ServerError, match="exit code 1") as caught:
        Failing().launch()
    assert "no room left" in str(caught.value)
    assert list(folders.iterdir()) == []


def test_the_environment_of_a_server_is_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with Pages().launch() as pages:
        environment = psutil.Process(pages.pid).environ()
    assert environment["GREETING"] == "hello"
    assert environment["PATH"] == os.environ["PATH"]
    assert "FORCE_COLOR" not in environment
    assert "NBGRADER_EXECUTION" not in environment


def test_a_server_that_ends_at_once_is_told_with_its_last_lines(stub: Stub, folders: Path) -> None:
    with pytest.raises(ServerError) as caught:
        stub("broken")
    first, *middle, last = str(caught.value).splitlines()
    assert first == "The service broken did not start: it stopped with exit code 1."
    assert middle[0] == "Its last lines:"
    assert middle[-1].strip() == "CATALOG_DATABASE is not set"
    assert len(middle) == 1 + 8
    assert last.startswith("What to do: ")
    assert list(folders.iterdir()) == []


def test_a_server_that_never_answers_is_given_up(
    stub: Stub, folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Service, "patience", 0.2)
    with pytest.raises(ServerError, match=r"did not answer within 0\.2 s"):
        stub("asleep")
    assert list(folders.iterdir()) == []


def test_a_missing_server_names_the_command_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Valkey, "find", classmethod(lambda cls: None))
    with pytest.raises(ServerError, match="run `labs install valkey`"):
        Valkey.start()


def test_another_port_is_tried_when_somebody_was_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    with taken() as port:
        choose(monkeypatch, port)
        with Valkey.start() as cache:
            assert cache.port != port


def test_a_stranger_that_answers_on_the_port_is_not_taken_for_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Valkey.start() as stranger:
        choose(monkeypatch, stranger.port)
        with Valkey.start() as cache:
            assert cache.url != stranger.url


def test_a_port_taken_three_times_is_an_error(
    monkeypatch: pytest.MonkeyPatch, folders: Path
) -> None:
    with taken() as port:
        choose(monkeypatch, port, port, port)
        with pytest.raises(ServerError, match="its port was taken each time"):
            Valkey.start()
    assert list(folders.iterdir()) == []


def test_an_interrupt_between_the_birth_and_its_news_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, folders: Path
) -> None:
    born = []

    def interrupted(*arguments: Any, **options: Any) -> None:
        born.append(start(*arguments, **options))
        raise KeyboardInterrupt

    start = subprocess.Popen
    with Valkey.start(), monkeypatch.context() as patched:
        patched.setattr(subprocess, "Popen", interrupted)
        with pytest.raises(KeyboardInterrupt):
            Valkey.start()
        assert not psutil.pid_exists(born[0].pid)
        born[0].wait()
    assert list(folders.iterdir()) == []


def test_a_program_that_cannot_run_here_is_an_error(
    monkeypatch: pytest.MonkeyPatch, folders: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    program = tmp_path_factory.mktemp("bin") / "valkey-server"
    program.touch()
    monkeypatch.setattr(Valkey, "find", classmethod(lambda cls: program))
    with pytest.raises(ServerError, match="`valkey-server` cannot be run"):
        Valkey.start()
    assert list(folders.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "full"
    file.touch()
    monkeypatch.setattr("tempfile.tempdir", str(file))
    with pytest.raises(ServerError, match=r"no folder for it can be made .*full") as told:
        Valkey().launch()
    assert "TMPDIR" in str(told.value)


def test_stopping_is_clean_when_somebody_else_waited_for_the_process(folders: Path) -> None:
    with Valkey.start() as cache:
        assert cache.pid is not None
        os.kill(cache.pid, signal.SIGKILL)
        os.waitpid(cache.pid, 0)
    assert list(folders.iterdir()) == []


def test_a_killed_server_comes_back_on_its_port() -> None:
    with Valkey.start() as cache:
        client, url, folder = cache.client(), cache.url, cache.folder
        client.set("page", "1")
        cache.kill()
        with pytest.raises(redis.ConnectionError):
            client.get("page")
        cache.restart()
        assert client.get("page") is None
        assert (cache.url, cache.folder) == (url, folder)


def test_a_stopped_server_does_not_come_back() -> None:
    cache = Valkey.start()
    cache.stop()
    with pytest.raises(ServerError, match="start a new one"):
        cache.restart()


def test_a_port_lost_between_kill_and_restart_is_an_error() -> None:
    with Valkey.start() as cache:
        cache.kill()
        with socket.socket() as faster:
            faster.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            faster.bind(("127.0.0.1", cache.port))
            faster.listen()
            with pytest.raises(ServerError, match="another program has taken its port"):
                cache.restart()
