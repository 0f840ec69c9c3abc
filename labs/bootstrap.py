"""Makes this checkout ready: a virtual environment in .venv, filled from requirements.lock.

    python3 labs/bootstrap.py         # what the first start needs
    python3 labs/bootstrap.py test    # and what locks/test.lock holds

Standard library only, and readable by every Python from 3.6 on, so that one that is too
old can say so kindly (hence the quoted types). The stamp in .venv tells what was finished
there: a second run takes a fraction of a second and no network; after an interrupted one
the environment is made anew, from what uv's cache already holds. An environment without a
stamp is somebody else's, and is never touched.
"""

import hashlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

SUPPORTED = ((3, 11), (3, 12), (3, 13))
"""Stored outputs are those of the first one, so it is preferred where there is a choice."""

MISLEADING = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PIP_PREFIX",
    "PIP_TARGET",
    "PIP_USER",
    "UV_PREFIX",
    "UV_PYTHON",
    "UV_SYSTEM_PYTHON",
    "UV_TARGET",
)
"""Settings of the user's own work that would send packages elsewhere."""

CAUSES = (
    (r"No space left|os error 28|Errno 28", "the disk is full"),
    (
        r"resolution|resolving|resolve host|dns error|error sending request"
        r"|Connection(Error| refused)|Network is unreachable|establish a new connection"
        r"|[Tt]imed out|client error \(Connect\)|No matching distribution found",
        "the package index was not reached: no network, or a proxy that pip and uv do not know",
    ),
    (
        r"[Hh]ash(es)? mismatch|DO NOT MATCH THE HASHES",
        "a download is not the file that requirements.lock names: a proxy or a mirror changed it",
    ),
    (r"Permission denied|Errno 13", "a file or folder here may not be written by this user"),
)


class SetupError(Exception):
    """The set-up cannot go on; the text says what happened, why, and what to do."""


def run(command: "Sequence[str]", environment: "Mapping[str, str]") -> str:
    """What the command printed. Raises SetupError, with all of it, if the command fails."""
    done = subprocess.run(
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    output = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        printed = " ".join(map(shlex.quote, command))
        raise SetupError(
            f"{output.rstrip()}\n\nThis command failed (exit code {done.returncode}):\n"
            f"  {printed}\nLikely cause: {likely_cause(output)}.\n"
            "Then run the same `make` again: what was fetched already is kept."
        )
    return output


def likely_cause(output: str) -> str:
    """The cause, in words, of which the failed command's output shows a sign."""
    for sign, cause in CAUSES:
        if re.search(sign, output):
            return cause
    return "see its output above"


def wanted_uv(lock: str) -> str:
    """The lines of the lock that pin uv, with its hashes: a requirements file of their own.

    Raises SetupError if the lock does not pin uv.
    """
    pinned = re.search(r"^uv==(?:.*\\\n)*.*", lock, re.MULTILINE)
    if not pinned:
        raise SetupError("requirements.lock does not pin uv: fetch the file again from git.")
    return pinned.group() + "\n"


def python_version(python: str) -> "tuple[int, int] | None":
    """The version of this interpreter, or None if it does not run or cannot make environments."""
    code = "import ensurepip, sys, venv; print(*sys.version_info[:2])"
    try:
        printed = subprocess.check_output([python, "-I", "-c", code], stderr=subprocess.DEVNULL)
        major, minor = map(int, printed.split())
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    return (major, minor)


def find_python() -> "str | None":
    """A supported Python on PATH. Its version is asked for: a name alone may be a shim."""
    for major, minor in SUPPORTED:
        found = shutil.which(f"python{major}.{minor}")
        if found and python_version(found) == (major, minor):
            return found
    return None


def python_advice(version: "tuple[int, ...]", executable: str, platform: str) -> str:
    """What to tell the user of a Python that cannot be used, and how to get one that can."""
    found = "Python " + ".".join(map(str, version))
    if version[:2] in SUPPORTED:
        package = f"python{version[0]}.{version[1]}-venv"
        return (
            f"{found} ({executable}) cannot make virtual environments: its module ensurepip is "
            f"missing.\nOn Debian and Ubuntu it is a package of its own: "
            f"sudo apt install {package}\nThen run the same `make` again."
        )
    how = (
        "brew install python@3.12   (or the installer of python.org)"
        if platform == "darwin"
        else "Debian 12+, Ubuntu 24.04+: sudo apt install python3 python3-venv\n"
        "  Fedora: sudo dnf install python3.12\n"
        "  without root: conda create -n flytower python=3.12, or pyenv install 3.12"
    )
    return (
        f"The course needs Python 3.11, 3.12 or 3.13.\n"
        f"Found: {found} ({executable}), and no python3.11, python3.12 or python3.13 on PATH.\n"
        f"To get one:\n  {how}\n"
        "Then run the same `make` again; PYTHON=/path/to/python3.12 names one outside PATH."
    )


def use_supported_python() -> None:
    """Goes on with a supported Python: this one, or one on PATH, or raises SetupError."""
    if sys.version_info[:2] in SUPPORTED and find_spec("ensurepip"):
        return
    other = find_python()
    if not other:
        raise SetupError(python_advice(tuple(sys.version_info[:3]), sys.executable, sys.platform))
    sys.stdout.flush()
    os.execv(other, [other, *sys.argv])  # noqa: S606


def refuse_windows(platform: str) -> None:
    """Raises SetupError on native Windows: the servers of the course do not exist there."""
    if platform == "win32":
        raise SetupError(
            "The servers of this course do not run on Windows itself.\n"
            "Use WSL2 (wsl --install, then clone and `make lab` inside it), or the Binder badge\n"
            "in README.md, which needs nothing but a browser."
        )


def cache_folder(environment: "Mapping[str, str]", root: Path) -> str:
    """Where uv keeps what it fetched: its own place, or build/ where the home is read-only."""
    caches = Path(environment.get("XDG_CACHE_HOME") or Path("~", ".cache").expanduser())
    usual = Path(environment.get("UV_CACHE_DIR") or caches / "uv")
    existing = next(folder for folder in (usual, *usual.parents) if folder.exists())
    return str(usual if os.access(existing, os.W_OK) else root / "build" / "uv-cache")


@contextmanager
def alone(root: Path) -> "Iterator[None]":
    """One set-up at a time in this checkout; a second one waits, and says so."""
    import fcntl

    (root / "build").mkdir(exist_ok=True)
    with (root / "build" / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up is at work in this folder: waiting for it ...", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Setup:
    """The virtual environment of one checkout; `run` starts each command.

    It holds what requirements.lock pins, and of each of `extras` what locks/<extra>.lock does.
    """

    def __init__(
        self,
        root: Path,
        run: "Callable[[Sequence[str], Mapping[str, str]], str]" = run,
        extras: "Sequence[str]" = (),
    ) -> None:
        self.root = root
        self.extras = extras
        self.venv = root / ".venv"
        self.python = self.venv / "bin" / "python"
        self.stamp = self.venv / "labs-setup"
        self._run = run
        self._mirror: Mapping[str, str] | None = None

    def is_done(self) -> bool:
        """True if the environment works here and holds what the locks say."""
        return self._is_begun() and all(map(self._has, self.extras))

    def complete(self) -> None:
        """Makes the environment, or brings it up to date. Raises SetupError."""
        if not self._is_begun():
            self._complete_start()
        for extra in self.extras:
            if not self._has(extra):
                contents = self._contents_with(extra)
                self._install_packages(self._lock(extra), "--no-deps")
                self._stamp_of(extra).write_text(contents, encoding="utf-8")

    def _complete_start(self) -> None:
        contents = self._contents()  # before the work: the files may change during it
        usable = self._stamped()[:1] == [self._place()]
        if not usable:
            self._make_room()
        self._begin()
        if not usable:
            self._say("Making a virtual environment in .venv ...")
            self._run([sys.executable, "-m", "venv", str(self.venv)], self._environment())
        self._install_uv()
        self._install_packages(self.root / "requirements.lock")
        self._install_course()
        self.stamp.write_text("\n".join([self._place(), contents]), encoding="utf-8")

    def _is_begun(self) -> bool:
        """Whether the first start's packages are there."""
        return self._stamped() == [self._place(), self._contents()]

    def _has(self, extra: str) -> bool:
        stamp = self._stamp_of(extra)
        return stamp.exists() and stamp.read_text(encoding="utf-8") == self._contents_with(extra)

    def _lock(self, extra: str) -> Path:
        return self.root / "locks" / f"{extra}.lock"

    def _stamp_of(self, extra: str) -> Path:
        return self.stamp.with_name(f"{self.stamp.name}-{extra}")

    def _contents_with(self, extra: str) -> str:
        """Of an extra: it goes with the first start's packages that it was made for."""
        lock = hashlib.sha256(self._lock(extra).read_bytes()).hexdigest()
        return f"{self._contents()} {lock}"

    def _make_room(self) -> None:
        if self.stamp.exists():
            shutil.rmtree(str(self.venv))
        elif self.venv.exists() and any(self.venv.iterdir()):
            raise SetupError(
                "The folder .venv here was not made by this set-up, so it is left alone.\n"
                "Rename or delete it, then run the same `make` again."
            )

    def _begin(self) -> None:
        """An empty stamp: this environment is ours, and not finished."""
        self.venv.mkdir(exist_ok=True)
        self.stamp.write_text("")

    def _stamped(self) -> "list[str]":
        try:
            return self.stamp.read_text(encoding="utf-8").split("\n")
        except OSError:
            return []

    def _place(self) -> str:
        """The environment's Python and path: scripts hold the path, so a moved one is remade."""
        return f"{python_version(str(self.python))} {self.venv}"

    def _contents(self) -> str:
        files = [self.root / name for name in ("requirements.lock", "pyproject.toml")]
        return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()

    def _install_uv(self) -> None:
        self._say("Fetching uv, the installer ...")
        lock = (self.root / "requirements.lock").read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            requirements = Path(folder) / "uv.txt"
            requirements.write_text(wanted_uv(lock), encoding="utf-8")
            pip = [str(self.python), "-m", "pip", "--no-input", "--disable-pip-version-check"]
            options = ["install", "--no-deps", "--require-hashes", "-r", str(requirements)]
            self._run([*pip, *options], self._environment())

    def _install_packages(self, lock: Path, *options: str) -> None:
        names = re.findall(
            r"^([\w.-]+)(?:\[.*\])?==", lock.read_text(encoding="utf-8"), re.MULTILINE
        )
        self._say(f"Installing {len(set(names))} packages (first time only, about a minute) ...")
        # Compiled once here, or each kernel would do it again where files are not written back.
        self._install("--compile-bytecode", *options, "--require-hashes", "-r", str(lock))

    def _install_course(self) -> None:
        self._install("--no-deps", "--no-build-isolation", "-e", str(self.root))

    def _install(self, *options: str) -> None:
        install = [str(self.venv / "bin" / "uv"), "pip", "install", "--python", str(self.python)]
        if self._mirror is None:
            self._mirror = self._index()
        self._run([*install, *options], dict(self._environment(), **self._mirror))

    def _environment(self) -> "dict[str, str]":
        kept = {name: value for name, value in os.environ.items() if name not in MISLEADING}
        return dict(kept, UV_CACHE_DIR=cache_folder(kept, self.root))

    def _index(self) -> "dict[str, str]":
        """The mirror that the user's pip is set to, since uv does not read pip's settings."""
        if os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL"):
            return {}
        settings = self._run([str(self.python), "-m", "pip", "config", "list"], os.environ)
        mirror = re.search(r"\.index-url='(.+)'", settings)
        return {"UV_DEFAULT_INDEX": mirror.group(1)} if mirror else {}

    def _say(self, line: str) -> None:
        print(line, flush=True)


def main() -> int:
    """Sets this checkout up; returns the exit code."""
    try:
        refuse_windows(sys.platform)
        setup = Setup(Path(__file__).resolve().parent.parent, extras=sys.argv[1:])
        if setup.is_done():
            return 0
        use_supported_python()
        # Or pip and uv would go on without us, in a folder that the next run clears away.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with alone(setup.root):
            if not setup.is_done():
                setup.complete()
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same `make` again to complete the set-up.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
