"""SSLyze's report is read, and a door that it has not reached is told from one that is well.

The unit itself runs the tool: on a door with each of the faults, and on the repaired one.
"""

import pytest

from labs.units.j07_3 import stranger

REPORT = """
 COMPLIANCE AGAINST TLS CONFIGURATION
 ------------------------------------

    Checking results against Mozilla's "intermediate" configuration. See elsewhere.

    127.0.0.1:4433: {verdict}
"""
FAILED = """FAILED - Not compliant.
        * tls_versions: TLS versions {'TLSv1.1', 'TLSv1'} are supported, but should be rejected.
        * ciphers: Cipher suites {'C', 'A', 'B'} are supported, but should be rejected.
        * maximum_certificate_lifespan: Certificate life span is 3650 days, should be less.
"""


def test_findings_are_in_one_order_whatever_the_tool_s() -> None:
    assert stranger.read_report(REPORT.format(verdict=FAILED), 4433) == {
        "tls_versions": "TLS versions TLSv1, TLSv1.1 are supported, but should be rejected.",
        "ciphers": "Cipher suites A and 2 more are supported, but should be rejected.",
        "maximum_certificate_lifespan": "Certificate life span is 3650 days, should be less.",
    }


def test_nothing_found_is_an_answer() -> None:
    assert stranger.read_report(REPORT.format(verdict="OK - Compliant."), 4433) == {}


@pytest.mark.parametrize("report", ["", REPORT.format(verdict=FAILED)])
def test_a_door_that_was_not_reached_is_no_good_door(report: str) -> None:
    with pytest.raises(RuntimeError, match="SSLyze has not looked at port 443"):
        stranger.read_report(report, 443)
