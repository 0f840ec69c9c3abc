"""`make lock`: every lock of Python packages, made of pyproject.toml by one resolution.

requirements.lock is what a learner's first start needs. The tools of the tests, and what comes
with a part, have locks of their own in locks/, each an extra of pyproject.toml: they hold what the
first start does not bring, in the versions of the same resolution, so that no two disagree. None
names the address of an index.
"""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from labs.settings import ROOT

START = "requirements.lock"
OPTIONS = ("--universal", "--generate-hashes", "--no-header", "--no-annotate", "--quiet")

_WITH_START = ("setup",)
"""Extras without which not even the course itself can be installed."""

_BLOCK = re.compile(r"^(?P<name>[a-z0-9.-]+)(?:\[[^\]]*\])?==.*(?:\n .*)*", re.MULTILINE)


def paths(root: Path = ROOT) -> dict[str, Path]:
    """Each lock by its extra; the first start's by an empty name."""
    extras = [name for name in _project(root)["optional-dependencies"] if name not in _WITH_START]
    return {"": root / START} | {name: root / "locks" / f"{name}.lock" for name in extras}


def digest(root: Path = ROOT) -> str:
    """Of what the locks are made: a lock that names another is stale."""
    project = _project(root)
    keys = ("requires-python", "dependencies", "optional-dependencies")
    told = json.dumps([project[key] for key in keys])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def stale(root: Path = ROOT) -> list[str]:
    """The locks that pyproject.toml has changed since, or that are not there."""
    wanted = _header(digest(root))
    return [
        str(path.relative_to(root))
        for path in paths(root).values()
        if not path.exists() or not path.read_text(encoding="utf-8").startswith(wanted)
    ]


def pins(lock: Path) -> dict[str, str]:
    """What a lock says of each package, version and hashes, by name and by its whole first line."""
    text = lock.read_text(encoding="utf-8")
    return {match[0].partition("\n")[0]: match[0] for match in _BLOCK.finditer(text)}


def write(root: Path = ROOT) -> None:
    """Resolve everything at once, keeping versions where they fit, and write each lock.

    Raises CalledProcessError if uv finds no resolution; the locks are then as they were.
    """
    folder = root / "build" / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    everything = folder / "everything.lock"
    before = [path.read_text(encoding="utf-8") for path in paths(root).values() if path.exists()]
    everything.write_text("".join(before), encoding="utf-8")  # uv keeps what it finds there
    _compile(root, everything, ["--all-extras"])
    made = {}
    for extra, path in paths(root).items():
        extras = [extra, *_WITH_START] if extra else _WITH_START
        part = folder / path.name
        part.unlink(missing_ok=True)
        options = [f"--extra={name}" for name in extras]
        _compile(root, part, [*options, "--constraint", str(everything)])
        made[path] = pins(part)
    start = made[root / START]
    header = _header(digest(root))
    for path, blocks in made.items():
        kept = [block for line, block in blocks.items() if path.name == START or line not in start]
        path.parent.mkdir(exist_ok=True)
        path.write_text(header + "\n".join(kept) + "\n", encoding="utf-8")


def _compile(root: Path, lock: Path, options: Sequence[str]) -> None:
    compile_ = [str(Path(sys.executable).with_name("uv")), "pip", "compile", "pyproject.toml"]
    command = [*compile_, *OPTIONS, *options, "--output-file", str(lock)]
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)


def _project(root: Path) -> dict[str, Any]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return dict(project)


def _header(made_of: str) -> str:
    return f"# Made by `make lock` of pyproject.toml ({made_of}): edit that one.\n"


def main() -> None:
    """Write every lock."""
    write()
    for path in paths().values():
        print(f"{path.relative_to(ROOT)}: {len(pins(path))} packages")


if __name__ == "__main__":
    main()
