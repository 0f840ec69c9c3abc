"""Projects that are kept for the checks that ask them."""

from collections.abc import Mapping

from labs.languages import Python, programs
from labs.languages.served import Served
from labs.units.j08_3 import kept

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
