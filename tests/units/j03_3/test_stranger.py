"""Schemathesis' report is read, and an app that it has not asked is told from one that is well.

The unit itself runs the tool on the app that is to be mended, and on the mended one.
"""

import pytest
from fastapi import FastAPI, HTTPException

from labs.units.j03_3.stranger import read_findings, strangers_findings

PART = """
_____________________________ POST /prices _____________________________
1. Test Case ID: filug3

- ST201 Schema-violating request accepted

Reproduce with:

    curl -X POST -d '{"pence": false}' http://127.0.0.1:42457/prices

=================================== SUMMARY ====================================
Test cases:
  28 generated, 1 found 1 unique failures
"""


def test_a_finding_has_its_rule_and_its_request() -> None:
    assert read_findings(PART) == [
        "POST /prices: Schema-violating request accepted\n"
        "    -X POST -d '{\"pence\": false}' /prices"
    ]


def test_nothing_found_is_an_answer() -> None:
    assert read_findings("= SUMMARY =\nTest cases:\n  46 generated, 46 passed\n") == []


@pytest.mark.parametrize("report", ["", "Test cases:\n  0 generated"])
def test_an_app_that_was_not_asked_is_not_well(report: str) -> None:
    with pytest.raises(RuntimeError, match="Schemathesis has asked nothing"):
        read_findings(report)


def test_it_finds_a_refusal_of_another_type_than_its_document_says() -> None:
    problem = {"description": "Refused", "content": {"application/problem+json": {}}}
    app = FastAPI(responses={404: problem, 422: problem})

    @app.get("/listings/{key}")
    def one(key: str) -> dict[str, str]:
        raise HTTPException(404, key)

    [finding] = strangers_findings(app)
    assert "Undocumented Content-Type" in finding
