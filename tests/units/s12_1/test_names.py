"""Certificates by name, and the server that shows them."""

import ssl

import pytest

from labs.units.s12_1.names import ANSWER, SecureDoor, line_to, name_on, papers_for, soon_gone

NAMES = ("a.example", "b.example")


def door_with(path: object) -> SecureDoor:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(str(path))
    return SecureDoor(context)


def test_each_is_for_its_name_alone() -> None:
    papers = papers_for(NAMES)
    client = ssl.create_default_context(cadata=papers.ca)
    with door_with(papers.files["a.example"]) as door:
        with line_to(door.port, client, "a.example") as line:
            line.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert (name_on(line), line.recv(65_536)) == ("a.example", ANSWER)
        with (
            pytest.raises(ssl.SSLCertVerificationError),
            line_to(door.port, client, "b.example"),
        ):
            pass
    assert door.heard == ["TLSv1.3, full"]


def test_together_each_is_for_all() -> None:
    papers = papers_for(NAMES, together=True)
    client = ssl.create_default_context(cadata=papers.ca)
    with (
        door_with(papers.files["a.example"]) as door,
        line_to(door.port, client, "b.example") as line,
    ):
        assert name_on(line) == "a.example, b.example"


def test_soon_gone_is_a_copy_that_goes() -> None:
    papers = papers_for(NAMES)
    with soon_gone(papers) as passing:
        file = passing.files["a.example"]
        assert file.read_bytes() == papers.files["a.example"].read_bytes()
    assert not file.exists()
    assert papers.files["a.example"].exists()
