"""The three services, which keep the contract but for the summary, and projects that are kept."""

from collections.abc import Mapping

from flask import Flask

from labs.judges import judging
from labs.judges.contracts import reviews
from labs.judges.wire import keeps
from labs.languages import Python, programs
from labs.languages.served import Served
from labs.units.j08_3 import kept, sites, stage
from labs.units.j08_3.sites import Reviews


def _none(app: Flask, reviews: Reviews) -> None:
    """No summary."""


def test_all_three_keep_the_contract() -> None:
    stage.give_all()
    with judging("three services") as judge, sites.three(_none, "tally") as served:
        assert list(served) == ["Express", "Flask", "Django"]
        for site in served.values():
            keeps(judge, site, reviews.contract())


SERVER = """
import os
from http.server import BaseHTTPRequestHandler, HTTPServer
HTTPServer(("127.0.0.1", int(os.environ["PORT"])), BaseHTTPRequestHandler).serve_forever()
"""


def test_a_project_is_started_anew_if_a_program_has_changed_or_it_has_ended() -> None:
    programs.write("trial.py", SERVER)

    def start(env: Mapping[str, str]) -> Served:
        return Python.serve("trial.py", env=env)

    first = kept.project("trial", start)
    assert kept.project("trial", start) == first
    programs.write("trial.py", SERVER + "\n")
    second = kept.project("trial", start)
    assert second.site.running
    assert not first.site.running
    second.site.stop()
    third = kept.project("trial", start)
    assert third.site.running
    assert third.database != second.database
    third.site.stop()
