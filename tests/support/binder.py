"""What Binder makes of a checkout: its files built and started as the image does it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from labs.proof.checkout import files
from labs.servers.server import free_ports
from labs.settings import ROOT, Settings

_SECONDS = 30
TOKEN = "seat"  # noqa: S105


class Binder:
    """A checkout in what is the learner's home on Binder, with Python packages of its own."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "jovyan"
        self._log = folder / "jupyter.log"
        environment = folder / "conda"
        self.programs = environment / "bin"
        copy_course(self.home)
        _make_environment(environment)
        self._environment = {
            "PATH": f"{self.programs}:{os.environ['PATH']}",
            "HOME": str(self.home),
            "REPO_DIR": str(self.home),
            "LANG": "C.UTF-8",
            "LABS_PROGRAMS": str(Settings().programs),  # there already: nothing is fetched
        }

    def build(self) -> None:
        """Run binder/postBuild; raises AssertionError, with what it printed, if it fails."""
        done = subprocess.run(
            ["binder/postBuild"],
            cwd=self.home,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    @contextmanager
    def start(self) -> Iterator[str]:
        """Run binder/start with what Binder gives it; yields the address of the server."""
        (port,) = free_ports(1)
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": port,
            "ServerApp.base_url": "/user/learner/",
            "ServerApp.open_browser": False,
            "ServerApp.allow_root": True,
            "IdentityProvider.token": TOKEN,
        }
        jupyter = ["python", "-m", "jupyterlab", *(f"--{k}={v}" for k, v in options.items())]
        with (
            self._log.open("w") as log,
            subprocess.Popen(
                [self.home / "binder" / "start", *jupyter],
                cwd="/",
                env=self._environment,
                stdout=log,
                stderr=log,
            ) as server,
        ):
            try:
                url = f"http://127.0.0.1:{port}/user/learner/"
                deadline = time.monotonic() + _SECONDS
                while not _answers(url):
                    assert server.poll() is None, self._log.read_text()
                    assert time.monotonic() < deadline, self._log.read_text()
                    time.sleep(0.1)
                yield url
            finally:
                server.terminate()


def learner() -> requests.Session:
    """The learner's browser, with the token that Binder gave it."""
    session = requests.Session()
    session.headers["Authorization"] = f"token {TOKEN}"
    return session


def copy_course(home: Path) -> None:
    """Copy what git has, or would have."""
    for file in files():
        copy = home / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, copy)


def _make_environment(folder: Path) -> None:
    """A Python environment that borrows the packages of this one, but not the course."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (packages,) = folder.glob("lib/python3*/site-packages")
    borrowed = "\n".join(path for path in sys.path if path.endswith("site-packages"))
    (packages / "borrowed.pth").write_text(borrowed)
    (folder / "etc").symlink_to(Path(sys.prefix) / "etc")  # which names the server's extensions


def _answers(url: str) -> bool:
    try:
        return requests.get(f"{url}api", timeout=5).ok
    except requests.ConnectionError:
        return False
