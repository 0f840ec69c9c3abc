"""The generic client, its rules and the probe of J03.1, at the agency's API and at resources."""

import pytest
from fastapi import FastAPI

from labs.units.j03_1.agency import agency
from labs.units.j03_1.errand import STEPS, Errand
from labs.units.j03_1.probe import PROMISES, Stage, findings, probe
from labs.units.j03_1.rules import QUESTIONS, AgencyRules, Rules, print_rules, without
from labs.units.j03_1.site import client_of
from labs.units.j03_1.store import new_store, rows_of


def test_the_client_does_its_errand_at_the_agency_with_eleven_special_cases() -> None:
    path = new_store()
    with client_of(agency(path)) as client:
        errand = Errand(client, AgencyRules()).run()
    assert (errand.done, errand.stuck, len(QUESTIONS)) == (len(STEPS), None, 11)
    assert rows_of(path) == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_special_case_is_needed(question: str) -> None:
    with client_of(agency(new_store())) as client:
        errand = Errand(client, without(AgencyRules, question)()).run()
    assert errand.done < len(STEPS)
    assert errand.stuck is not None
    assert errand.stuck.got


def test_the_rules_are_printed_as_the_code_has_them(capsys: pytest.CaptureFixture[str]) -> None:
    print_rules(AgencyRules)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 11
    assert lines[1].split() == ["items", 'page["items"]', 'page["shows"]']
    assert lines[-1].endswith('answer.json()["hold"] is None')


def test_the_agency_keeps_no_promise(capsys: pytest.CaptureFixture[str]) -> None:
    assert probe(agency, AgencyRules) == 0
    said = capsys.readouterr().out
    assert said.count("✘") == len(PROMISES) == 8
    assert "GET /releaseHold?holdId=1, then the file is read" in said


def test_each_finding_says_what_was_asked_and_promised() -> None:
    for finding in findings(Stage(agency, AgencyRules)):
        assert all((finding.called, finding.got, finding.expected)), finding


def test_an_app_without_anything_is_told_so() -> None:
    broken = [one.promise.__name__ for one in findings(Stage(lambda _: FastAPI())) if one.got]
    assert broken == ["one_address", "location", "gone", "pages", "restart", "side_by_side"]


def test_an_errand_at_nothing_ends_at_its_first_step() -> None:
    with client_of(FastAPI()) as client:
        errand = Errand(client, Rules()).run()
    assert errand.done == 0
    assert errand.stuck is not None
    assert "404" in errand.stuck.got
