"""What the notebook of J08.3 runs: projects of Django, and the programs that they need."""

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from shutil import rmtree
from typing import Protocol

from labs.languages import Python, programs
from labs.languages.served import Served
from labs.servers.http_client import HttpClient

_FOLDER = Path(__file__).with_name("programs")
_numbers = count(1)

MIGRATIONS = "reviews/migrations/__init__.py"
"""Django takes a folder without it for no migrations at all."""


class Site(Protocol):
    """What is served at an address."""

    @property
    def url(self) -> str: ...


def give(*names: str) -> None:
    """Keep these programs of the room beside those of the notebook's cells."""
    for name in names:
        programs.write(name, (_FOLDER / name).read_text(encoding="utf-8"))


def give_all() -> None:
    """All of them."""
    found = (path.relative_to(_FOLDER) for path in sorted(_FOLDER.rglob("*.*")))
    give(*(path.as_posix() for path in found if path.suffix in {".py", ".mjs"}))


def source(name: str) -> str:
    """This program, as it stands in a file of the room."""
    text = (_FOLDER / name).read_text(encoding="utf-8")
    text = re.sub(r"  # type: .*", "", text)  # that is for a tool
    return f"----- {name}\n{text.rstrip()}\n"


def begin(app: str) -> None:
    """As before the first command: no migrations, and an empty database."""
    rmtree(programs.folder() / app / "migrations", ignore_errors=True)
    _database(app).unlink(missing_ok=True)


def manage(app: str, *words: str) -> None:
    """Run `manage.py` with these words for this app's project, and print what it says."""
    print(f"$ manage.py {' '.join(words)}")
    env = {"DATABASE": _database(app).name}
    options = ["--settings", f"{app}.settings"]
    if "check" not in words:  # there may be no addresses yet
        options.append("--skip-checks")
    said = Python.run("manage.py", *words, *options, env=env).stdout
    print(textwrap.indent(said.rstrip(), "  "))


def file(name: str) -> str:
    """What stands in this file, which a command has written."""
    return (programs.folder() / name).read_text(encoding="utf-8").rstrip()


def draft(app: str) -> str:
    """The first migration that this app's models need, as `makemigrations` writes it."""
    return Python.run("draft.py", app).stdout.rstrip()


def rows(app: str, asked: Mapping[str, Mapping[str, object]]) -> str:
    """What a new table of this app's model says to each of these rows, a line each."""
    return Python.run("rows.py", app, stdin=json.dumps(asked), env=new_database()).stdout.rstrip()


def serve(app: str, env: Mapping[str, str] | None = None) -> Served:
    """Check this app's project, migrate a new database, or that of `env`, and serve it."""
    return Python.serve("up.py", f"{app}.settings", env=env or new_database())


def new_database() -> dict[str, str]:
    """The variable that names a file which no project has used yet."""
    return {"DATABASE": f"site-{next(_numbers)}.sqlite3"}


def asked(
    sites: Mapping[str, Site], questions: Sequence[str], stars: Sequence[int]
) -> dict[str, dict[str, str]]:
    """What each service answers to each question, once show 1 has reviews with these stars."""
    return {name: _asked(site, questions, stars) for name, site in sites.items()}


def _asked(site: Site, questions: Sequence[str], stars: Sequence[int]) -> dict[str, str]:
    """What a service tells of its summaries, in words, once show 1 has reviews with these stars.

    A question is a method and a show, such as `GET 3`. Whether it is right, nobody says here.
    """
    told = {}
    with HttpClient(site.url) as client:
        for count_of_stars in stars:
            review = {"stars": count_of_stars, "text": "Once more."}
            client.post("/shows/1/reviews", json=review).raise_for_status()
        for question in questions:
            method, show = question.split()
            answer = client.request(method, f"/shows/{show}/summary")
            lines = [str(answer.status_code)]
            if answer.ok and answer.content:
                lines += [
                    f"{name} {json.dumps(value)}" for name, value in sorted(answer.json().items())
                ]
            told[question] = "\n".join(lines)
    return told


def _database(app: str) -> Path:
    return programs.folder() / f"{app}.sqlite3"
