"""The seven seatmaps of labs/flytower/seatmap, each started in the same way."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import labs
from labs.languages import PHP, Go, Java, Node, Ruby, TypeScript, programs
from labs.languages.language import Language
from labs.languages.served import Served, Serving
from labs.servers.server import clean_environment

_FOLDER = Path(labs.__file__).parent / "flytower" / "seatmap"
_PROGRAMS = Path(__file__).with_name("programs")

_LANGUAGES: Mapping[str, type[Language]] = {
    "Node": Node,
    "TypeScript": TypeScript,
    "Java": Java,
    "Go": Go,
    "Ruby": Ruby,
    "PHP": PHP,
}
RUNTIMES: Sequence[str] = ("Python", *_LANGUAGES)
"""The names of all seven."""

BESIDE: Sequence[str] = ("hall.mjs", "crew.mjs", "crew_worker.mjs", "parts.mjs", "rows.mjs")
"""What repaired.mjs finds beside itself."""

_FILES: Mapping[str, str] = {
    "Python": "seatmap.py",
    "Node": "seatmap.mjs",
    "TypeScript": "seatmap.ts",
    "Java": "Seatmap.java",
    "Go": "seatmap.go",
    "Ruby": "seatmap.rb",
    "PHP": "seatmap.php",
}


def serve(runtime: str, partner: str) -> Served:
    """The seatmap in this language, which asks the partner at this address.

    Raises LanguageError if the language is not on this machine.
    """
    file = _FILES[runtime]
    if runtime not in _LANGUAGES:
        environment = {**clean_environment(), "PARTNER": partner}
        command = [sys.executable, "-P", str(_FOLDER / file)]
        return Serving(file, lambda _: command, _FOLDER, environment).start()
    return _LANGUAGES[runtime].serve(make_ready(runtime), env={"PARTNER": partner})


def make_ready(runtime: str) -> str:
    """The name of its program, which is compiled once, if that is what it needs."""
    file = _FILES[runtime]
    if runtime in _LANGUAGES:
        for each in (
            "hall.mjs",
            *_FILES.values(),
        ):  # all: what is there tells what is compiled anew
            give(each)
        _LANGUAGES[runtime].ready(file)
    return file


def give(name: str) -> str:
    """Keep a program of this unit, or of the seatmaps, beside those of cells; its name again."""
    return programs.give(_file(name))


def source(name: str) -> str:
    """Its lines."""
    return _file(name).read_text(encoding="utf-8")


def _file(name: str) -> Path:
    ours = _PROGRAMS / name
    return ours if ours.exists() else _FOLDER / name
