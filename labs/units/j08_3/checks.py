"""What J08.3 asks of an answer: each check is one claim."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace

from requests import Response

from labs.judges import Judge, judging
from labs.judges.contracts import reviews
from labs.judges.wire import Contract, keeps
from labs.languages import Python
from labs.languages.served import Served
from labs.servers.http_client import HttpClient
from labs.units.j08_3 import causes, contracts, kept, sites, stage

# --- E1: the project --------------------------------------------------------------------------

_TABLE = "E1: the table keeps its promises, whoever writes"
_CONTRACT = "E1: the project keeps the contract"
_FORMS = "E1: the form is guarded, the API needs no token"

_OF_TABLE = ("reviews/models.py", "reviews/migrations/0001_initial.py")
_REST = ("views", "urls", "problems", "settings")
_PROJECT = (*_OF_TABLE, *(f"reviews/{name}.py" for name in _REST))

INSERT = "INSERT INTO reviews_review (show, stars, text) VALUES (?, ?, ?)"
UPDATE = "UPDATE reviews_review SET show = ?, stars = ?, text = ?"
_RIGHT = ((1, 1, "a"), (2, 5, "é" * 500))


def table_refuses(stars: Sequence[int], texts: Sequence[str]) -> None:
    """The migrated table takes right rows and none with these stars or texts."""
    with judging(_TABLE) as judge, _migrated(judge) as db:
        _takes_right_rows(judge, db)
        _refuses(judge, db, INSERT, stars, texts)


def table_refuses_changes(stars: Sequence[int], texts: Sequence[str]) -> None:
    """Nor do its rows become such ones."""
    with judging(_TABLE) as judge, _migrated(judge) as db:
        _takes_right_rows(judge, db)
        _refuses(judge, db, UPDATE, stars, texts)


@contextmanager
def _migrated(judge: Judge) -> Iterator[sqlite3.Connection]:
    """The database of the learner's model and migration, which agree; nothing of it is kept."""
    stage.give("up.py", "table.py", stage.MIGRATIONS)
    _look_for_stubs(_OF_TABLE)
    with judge.calling(
        "manage.py check, makemigrations --check, migrate", likely=causes.of_project
    ):
        file = kept.database("table", lambda env: Python.run("up.py", "table", env=env))
    with closing(sqlite3.connect(file)) as db:
        yield db


def _takes_right_rows(judge: Judge, db: sqlite3.Connection) -> None:
    for row in _RIGHT:
        with judge.calling(_shown(INSERT, row), likely=causes.of_right_row):
            db.execute(INSERT, row)
    columns = {name: kind for _, name, kind, *_ in db.execute("PRAGMA table_info(reviews_review)")}
    size = re.search(r"\d+", columns["text"])
    judge.that(
        not size or int(size[0]) >= len(_RIGHT[1][2]),
        called="the column text of reviews_review",
        got=columns["text"],
        expected="varchar(500)",
        likely="SQLite does not look at max_length, PostgreSQL will: a text has up to 500.",
    )


def _refuses(
    judge: Judge, db: sqlite3.Connection, sql: str, stars: Sequence[int], texts: Sequence[str]
) -> None:
    wrong = [(1, number, "a") for number in stars] + [(1, 1, text) for text in texts]
    for row in wrong:
        try:
            db.execute(sql, row)
            got = "it is done"
        except sqlite3.IntegrityError as error:
            got = error.sqlite_errorname
        judge.that(
            got == "SQLITE_CONSTRAINT_CHECK",
            called=_shown(sql, row),
            got=got,
            expected="a CHECK of the table refuses it",
            likely="validators and max_length are asked by forms: a CheckConstraint in Meta, and "
            "in the migration.",
        )


def _shown(sql: str, row: Sequence[object]) -> str:
    for value in row:
        sql = sql.replace("?", repr(value)[:20], 1)
    return sql


def project_keeps_the_contract() -> None:
    """The project, checked, migrated and served, keeps the contract of the reviews."""
    with judging(_CONTRACT) as judge:
        site = _project(judge).site
        keeps(judge, site, reviews.contract())
        keeps(judge, site, contracts.INES)


def project_from_another_side() -> None:
    """It does with other shows, methods and types; and a mistake of ours is told as one."""
    with judging(_CONTRACT) as judge:
        site, database = _project(judge)
        keeps(judge, site, contracts.OTHER_SIDE)
        with closing(sqlite3.connect(database)) as db:
            db.execute("ALTER TABLE reviews_review RENAME TO away")
            try:
                keeps(judge, site, contracts.BROKEN)
                _its_log_alone_tells(judge, site)
            finally:
                db.execute("ALTER TABLE away RENAME TO reviews_review")


def _its_log_alone_tells(judge: Judge, site: Served) -> None:
    """The cause of a mistake of ours, which a database names, stands in the log, not in answers."""
    path = "/shows/1/reviews"
    with HttpClient(site.url) as client:
        answer = client.get(path)
    told, logged = answer.text, answer.headers.get("X-Logged") == "yes"
    judge.that(
        logged and "no such" not in told,
        called=f"GET {path}, whose table is gone",
        got=f"{told[:90]}; the log {'names' if logged else 'does not name'} the error",
        expected="a title that does not tell the cause, and a log that does",
        likely="process_exception answers Refused alone, and None to all else, which Django logs.",
    )


def form_is_guarded() -> None:
    """Ines's own form strikes out a review; the same from elsewhere gets 403, and does not."""
    with judging(_FORMS) as judge:
        site = _project(judge).site
        first, second = (_written(judge, site, text) for text in ("Shame!", "Bravo!"))
        with HttpClient(site.url) as ines:
            _strikes(judge, ines, first, 200, _token(ines))
        with HttpClient(site.url) as ines:
            ines.get("/desk")
            _strikes(judge, ines, second, 403, {})


def form_of_another_caller() -> None:
    """Nor does a form with a stranger's token, or without a cookie; the API asks for no token."""
    with judging(_FORMS) as judge:
        site = _project(judge).site
        number = _written(judge, site, "Bravo!")
        with HttpClient(site.url) as stranger, HttpClient(site.url) as ines:
            token = _token(stranger)
            ines.get("/desk")
            _strikes(judge, ines, number, 403, token)
            _written(judge, site, "From a page", ines)
        with HttpClient(site.url) as nobody:
            _strikes(judge, nobody, number, 403, token)
            judge.equal(
                nobody.delete(f"/reviews/{number}").status_code,
                204,
                called=f"DELETE /reviews/{number}, without a token",
                likely="the view is to be csrf_exempt: it looks at no cookie.",
            )


def _is_problem(judge: Judge, answer: Response, status: int, called: str) -> None:
    kind = answer.headers.get("Content-Type", "")
    judge.that(
        answer.status_code == status and kind.startswith("application/problem+json"),
        called=called,
        got=f"{answer.status_code} {kind}",
        expected=f"{status} application/problem+json",
        likely=[
            (answer.headers.get("X-Behind") == contracts.PROBLEMS, contracts.LET_BY),
            (True, contracts.NOT_FIRST),
        ],
    )


def _strikes(
    judge: Judge, client: HttpClient, number: int, status: int, token: dict[str, str]
) -> None:
    """The form is answered by this status, and strikes out if that is 200."""
    answer = client.post("/desk", {"id": number} | token)
    called = (
        f"POST /desk, the form, for review {number}, {'with a' if token else 'without a'} token"
    )
    judge.that(
        answer.status_code == status,
        called=called,
        got=f"{answer.status_code} {answer.text[:90]}",
        expected=status,
        likely=causes.why_form(answer.status_code, status),
    )
    left = client.get(f"/reviews/{number}").status_code
    judge.equal(left, 404 if status == 200 else 200, called=f"{called}; then GET /reviews/{number}")
    if status == 403:
        _is_problem(judge, answer, status, called)


def _token(client: HttpClient) -> dict[str, str]:
    """What the form at the desk holds, hidden, for this client, who is then signed in."""
    hidden = re.search(r'value="(\w+)"', client.get("/desk").text)
    return {"csrfmiddlewaretoken": hidden[1]} if hidden else {}


def _written(judge: Judge, site: Served, text: str, client: HttpClient | None = None) -> int:
    """The id of a new review."""
    with client or HttpClient(site.url) as caller:
        came = caller.post("/shows/1/reviews", json={"stars": 4, "text": text})
    judge.that(
        came.status_code == 201,
        called="POST /shows/1/reviews, without a token",
        got=f"{came.status_code} {came.text[:90]}",
        expected=201,
        likely="the view is to be csrf_exempt: it looks at no cookie.",
    )
    return int(came.json()["id"])


def _project(judge: Judge) -> kept.Project:
    """The project, with a layer of Ines's behind its first, served; there is no review."""
    stage.give("up.py", "bodies.py", "desk/views.py", "ines/settings.py", stage.MIGRATIONS)
    _look_for_stubs(_PROJECT)
    called = "manage.py check, makemigrations --check, migrate, runserver"
    with judge.calling(called, likely=causes.of_project):
        project = kept.project("ines", lambda env: stage.serve("ines", env))
    with closing(sqlite3.connect(project.database)) as db, db:
        db.execute("DELETE FROM reviews_review")
    return project


def _look_for_stubs(names: Sequence[str]) -> None:
    for name in names:
        Python.ready(name)
        Python.look_for_stub(name)


# --- E2: one route, three frameworks ----------------------------------------------------------

_THREE = "E2: one contract, kept in Express, Flask and Django"


def summary_three_times(
    add_summary: sites.Add, stars: Sequence[int], others: Sequence[int]
) -> None:
    """The summary is told by all three as the contract has it."""
    _three_keep(add_summary, [contracts.summaries(stars, others)])


def whole_contract_three_times(add_summary: sites.Add) -> None:
    """All three keep the whole contract, and the summary's as reviews come and go."""
    _three_keep(add_summary, [contracts.summaries_that_change(), reviews.contract()])


def _three_keep(add_summary: sites.Add, contracts_kept: Sequence[Contract]) -> None:
    with judging(_THREE) as judge:
        serving: dict[str, Callable[[], sites.Site]] = {
            "Flask": lambda: sites.flask(add_summary),
            "Express": lambda: kept.project("Express", lambda _: sites.express("summary")).site,
            "Django": lambda: kept.project("Django", lambda e: sites.django("summary", e)).site,
        }
        for name, serve in serving.items():
            site = serve()
            _empty(site)
            for contract in contracts_kept:
                keeps(judge, site, replace(contract, name=f"{name}, {contract.name}"))
            if name == "Flask":
                site.stop()


def _empty(site: sites.Site) -> None:
    """Delete what another check has left."""
    with HttpClient(site.url) as client:
        for show in sites.SHOWS:
            for review in client.get(f"/shows/{show}/reviews").json():
                client.delete(f"/reviews/{review['id']}")
