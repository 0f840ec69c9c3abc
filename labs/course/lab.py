"""JupyterLab on the learner's copies: a child process of its own settings, apart from the home.

with JupyterLab.start(WORK) as lab:
    print(lab.url)
    lab.wait()
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil
import requests

from labs.settings import ROOT

HOST = "127.0.0.1"
USUAL_PORT = 8888
START_PAGE = "start.ipynb"
LOG = ROOT / "build" / "lab.log"
STATE = ROOT / "build" / "jupyter"
"""What Jupyter and IPython would keep in the user's home."""

_CONFIG = Path(__file__).parent / "jupyter"
_DEADLINE = 30.0
_STOP_SECONDS = 10.0
_LOG_LINES = 15
_FOREIGN = ("JUPYTER", "JPY_", "IPYTHON", "PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP")
"""Beginnings of variables that belong to a Jupyter or Python of the user's own."""


class LabError(RuntimeError):
    """JupyterLab does not start; the message says why and what to do."""


class JupyterLab:
    """A running JupyterLab. Its stop() also stops its kernels; it may be called twice."""

    def __init__(self, process: subprocess.Popen[bytes], url: str) -> None:
        self.url = url
        """The start page, with the token that opens it."""
        self._process = process

    @classmethod
    def start(
        cls, folder: Path, port: int | None = None, state: Path = STATE, log: Path = LOG
    ) -> Self:
        """Start JupyterLab rooted in `folder`, and return once its start page answers.

        Without a port it takes 8888 or, if that is in use, a free one. Raises LabError if the
        given port is in use, or if no page answers within 30 s.
        """
        if port is not None and not _is_free(port):
            raise LabError(
                f"Port {port} is in use by another program. Choose another one, such as "
                f"`make lab PORT={_free_port()}`, or leave PORT out: then a free one is found."
            )
        environment = _environment(state)
        runtime = Path(environment["JUPYTER_RUNTIME_DIR"])
        runtime.mkdir(parents=True, exist_ok=True)
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "jupyterlab", *_options(folder, port)],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is ours: Jupyter would ask back
            )
        try:
            return cls(process, _url(process, runtime, log))
        except BaseException:
            _stop(process)
            raise

    def wait(self) -> int:
        """Wait until JupyterLab ends by itself (File > Shut Down); returns its exit code."""
        return self._process.wait()

    def stop(self) -> None:
        """Stop JupyterLab and its kernels."""
        _stop(self._process)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


@contextmanager
def stoppable() -> Iterator[None]:
    """End the block quietly at Ctrl-C, SIGTERM, or when the terminal is closed."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, signal.default_int_handler) for number in signals}
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def open_browser(url: str) -> None:
    """Open the user's browser, where there is a screen to show it on."""
    has_screen = sys.platform == "darwin" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    if has_screen:  # without one, Python would open a text browser in this terminal
        webbrowser.open(url)


def _options(folder: Path, port: int | None) -> list[str]:
    settings: dict[str, object] = {
        "root_dir": folder,
        "ip": HOST,
        "port": port or USUAL_PORT,
        "port_retries": 0 if port else 50,
        "open_browser": False,
        # Root is usual in containers; the server is bound to this machine and asks a token.
        "allow_root": True,
    }
    start = f"--LabApp.default_url=/lab/tree/{START_PAGE}"  # the server's own is overruled
    return [start, *(f"--ServerApp.{name}={value}" for name, value in settings.items())]


def _environment(state: Path) -> dict[str, str]:
    """The environment of Jupyter, its kernels and terminals."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    programs = Path(sys.executable).parent
    return kept | {
        "PATH": os.pathsep.join([str(programs), kept.get("PATH", os.defpath)]),
        "VIRTUAL_ENV": str(programs.parent),
        "JUPYTER_CONFIG_PATH": str(_CONFIG),
        "JUPYTER_CONFIG_DIR": str(state / "config"),
        "JUPYTER_DATA_DIR": str(state / "data"),
        "JUPYTER_RUNTIME_DIR": str(state / "runtime"),
        "JUPYTERLAB_WORKSPACES_DIR": str(state / "workspaces"),
        "IPYTHONDIR": str(state / "ipython"),
    }


def _url(process: subprocess.Popen[bytes], runtime: Path, log: Path) -> str:
    """The start page's address, once it answers. Raises LabError after the deadline."""
    file = runtime / f"jpserver-{process.pid}.json"
    end = time.monotonic() + _DEADLINE
    with requests.Session() as session:
        session.trust_env = False  # no proxy between a machine and itself
        while time.monotonic() < end and process.poll() is None:
            if (server := _read(file)) is not None:
                url = f"{server['url']}lab/tree/{START_PAGE}?token={server['token']}"
                if _answers(session, url):
                    return url
            time.sleep(0.05)
    if process.poll() is None:
        happened = f"JupyterLab did not answer within {_DEADLINE:.0f} s"
    else:
        happened = f"JupyterLab ended at once, with exit code {process.returncode}"
    last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LOG_LINES:]
    raise LabError("\n".join([f"{happened}. The last lines of {log}:", *last]))


def _read(file: Path) -> dict[str, Any] | None:
    """What the server says of itself; None while the file is missing or half written."""
    try:
        content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content


def _answers(session: requests.Session, url: str) -> bool:
    try:
        return session.get(url, timeout=5).ok
    except requests.RequestException:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    try:
        family = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        family = []
    process.terminate()  # on which Jupyter stops its kernels
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for child in family:
        if child.is_running():
            child.kill()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
