"""The whole proof, part by part; what has passed is not run again while its files stay the same."""

import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from time import perf_counter
from xml.etree import ElementTree

from labs.course.files import write_atomic
from labs.course.units import Unit
from labs.proof.answers import path_of
from labs.proof.checkout import files
from labs.proof.suite import CONTAINER, STOCK, proof_of, run
from labs.settings import ROOT

RECORD = ROOT / "build" / "proved.json"
"""What has passed, and a digest of what it depended on."""

RECORDED = "tests/grading/test_equal.py"
"""An hour: it grades whole classes."""


@dataclass(frozen=True)
class Part:
    """A part of the whole proof, which is run by itself."""

    name: str
    arguments: Sequence[str]
    """For pytest."""
    units: Sequence[Unit] = ()
    """The units that it is about; none if it may depend on every file."""


@dataclass(frozen=True)
class Outcome:
    """What came of a part."""

    passed: bool
    skipped: int
    """Tests that could not be run here: a part with such a one is run again each time."""
    seconds: float


def parts_of(units: Sequence[Unit]) -> list[Part]:
    """The whole proof, the shortest ways to a failure first."""
    return [
        *(Part(unit.name, proof_of(unit), [unit]) for unit in units),
        *_tests_of_no_unit(),
        *(_by_stock(name, list(own)) for name, own in groupby(units, _area)),
    ]


def _tests_of_no_unit() -> Iterator[Part]:
    folders = {path.relative_to(ROOT).parent for path in (ROOT / "tests").rglob("test_*.py")}
    common = ["--prove", "--unit=none"]
    for folder in sorted(map(str, folders)):
        more = ["notebooks/start.ipynb"] if folder == "tests/gates" else []
        yield Part(folder, [folder, *more, *common, f"--ignore={RECORDED}"])
    yield Part(RECORDED, [RECORDED, *common])


def _by_stock(area: str, units: list[Unit]) -> Part:
    chosen = [f"--unit={unit.name}" for unit in units]
    return Part(f"{area} by stock nbgrader", [STOCK, CONTAINER, "--prove", *chosen], units)


def _area(unit: Unit) -> str:
    return unit.name.split(".")[0]


# --- what has passed already ----------------------------------------------------------------


def digest(part: Part, units: Sequence[Unit]) -> str:
    """Of all that the outcome of this part depends on: this Python, and the files.

    A part that is about units depends on no other unit's notebook, room and answers (`units` are
    all there are), and on no page of documentation.
    """
    others = [unit for unit in units if part.units and unit not in part.units]
    told = hashlib.sha256(f"{sys.version} {sys.platform} {part.arguments}".encode())
    for path in files():
        name = path.relative_to(ROOT).as_posix()
        told.update(name.encode())  # links lead from one unit to another
        if not (part.units and path.suffix == ".md") and not any(owns(u, name) for u in others):
            told.update(hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()


def owns(unit: Unit, name: str) -> bool:
    """Whether this file of the checkout is the unit's own: its notebook, its room, its answers."""
    folders = (f"labs/units/{unit.room}/", f"tests/units/{unit.room}/")
    files = {path.relative_to(ROOT).as_posix() for path in (unit.path, path_of(unit))}
    return name in files or name.startswith(folders)


class Record:
    """What has passed, by the part's name; kept after each part."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._digests: dict[str, str] = {}
        try:
            self._digests = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # there is none, or it was cut off: all is run again
            self._digests = {}

    def holds(self, part: Part, digest: str) -> bool:
        return self._digests.get(part.name) == digest

    def keep(self, part: Part, digest: str) -> None:
        self._digests[part.name] = digest
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(self._path, json.dumps(self._digests, indent=1) + "\n")


def run_part(part: Part) -> Outcome:
    """Run a part."""
    with tempfile.TemporaryDirectory(prefix="flytower-prove-") as folder:
        report = Path(folder, "report.xml")
        began = perf_counter()
        code = run(*part.arguments, "--quiet", f"--junit-xml={report}")
        return Outcome(code == 0, _skipped(report), perf_counter() - began)


def _skipped(report: Path) -> int:
    try:
        suites = ElementTree.parse(report).getroot()  # noqa: S314 - pytest's own, just written
    except (OSError, ElementTree.ParseError):
        return 0
    return sum(int(suite.get("skipped", 0)) for suite in suites)
