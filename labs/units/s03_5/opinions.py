"""What oasdiff says of changes of a document."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from labs.tools import Oasdiff
from labs.units.s03_5.documents import Change

LEVELS = ("nothing", "a remark", "a warning", "an error")


def second_opinion(document: Mapping[str, Any], changes: Sequence[Change]) -> list[str]:
    """For each change, the gravest of its findings, one of LEVELS."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "old.json").write_text(json.dumps(document), encoding="utf-8")
        return [_gravest(folder, each.of(document)) for each in changes]


def _gravest(folder: str, document: Mapping[str, Any]) -> str:
    Path(folder, "new.json").write_text(json.dumps(document), encoding="utf-8")
    asked = ("changelog", "old.json", "new.json", "--format", "json")
    said = Oasdiff.run(*asked, cwd=Path(folder))
    if said.returncode:
        raise RuntimeError(f"oasdiff could not compare the two documents.\n{said.stderr}")
    findings = json.loads(said.stdout or "[]")
    return LEVELS[max((each["level"] for each in findings), default=0)]
