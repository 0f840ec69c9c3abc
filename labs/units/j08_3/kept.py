"""Projects that several checks ask: started once for what the programs are now.

Each start of Django costs a quarter of a second of CPU. What is kept ends with the kernel.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from labs.languages import programs
from labs.languages.served import Served
from labs.units.j08_3 import stage


class Project(NamedTuple):
    """What is served, and the file of its database."""

    site: Served
    database: Path


_projects: dict[str, tuple[Mapping[str, str], Project]] = {}
_databases: dict[str, tuple[Mapping[str, str], Path]] = {}


def project(name: str, start: Callable[[Mapping[str, str]], Served]) -> Project:
    """The project of this name; `start` gets the variable that names its database.

    It is started anew if a program has changed since, or if it has ended.
    """
    sources = dict(programs.written())
    if name in _projects:
        written, kept = _projects[name]
        if written == sources and kept.site.running:
            return kept
        kept.site.stop()
    env = stage.new_database()
    kept = Project(start(env), programs.folder() / env["DATABASE"])
    _projects[name] = sources, kept
    return kept


def database(name: str, migrate: Callable[[Mapping[str, str]], object]) -> Path:
    """A migrated database, which nobody serves; the same for the same programs."""
    sources = dict(programs.written())
    if name not in _databases or _databases[name][0] != sources:
        env = stage.new_database()
        migrate(env)
        _databases[name] = sources, programs.folder() / env["DATABASE"]
    return _databases[name][1]
