"""BIND: zones as they are given, one changed while it runs, and what it refuses."""

import socket
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.query
import dns.rcode
import pytest

from labs.servers import Bind, ServerError
from labs.servers.server import free_ports

ZONE = """\
$TTL 60
@    SOA ns ines {serial} 60 60 60 60
     NS  ns
ns   A   127.0.0.1
www  A   10.0.0.{host}
long TXT "{text}"
"""


def zone(serial: int = 1, host: int = 1, kind: str = "A") -> str:
    text = '" "'.join(["x" * 200] * 4)
    return ZONE.format(serial=serial, host=host, text=text).replace("www  A", f"www  {kind}")


def ask(server: Bind, name: str, kind: str = "A", *, over: str = "udp") -> dns.message.Message:
    question = dns.message.make_query(name, kind)
    if over == "tcp":
        return dns.query.tcp(question, "127.0.0.1", timeout=5, port=server.port)
    return dns.query.udp(question, "127.0.0.1", timeout=5, port=server.port)


def told(answer: dns.message.Message) -> list[str]:
    return [str(record) for rrset in answer.answer for record in rrset]


@pytest.fixture(scope="module")
def server() -> Iterator[Bind]:
    with Bind.start({"flytower.test": zone(), "orkney.test": zone(host=2)}) as server:
        yield server


def test_it_answers_for_each_zone_over_udp_and_tcp(server: Bind) -> None:
    for over in ("udp", "tcp"):
        assert told(ask(server, "www.flytower.test", over=over)) == ["10.0.0.1"]
        assert told(ask(server, "www.orkney.test", over=over)) == ["10.0.0.2"]
    assert ask(server, "nobody.flytower.test").rcode() == dns.rcode.NXDOMAIN


def test_an_answer_too_long_for_udp_comes_whole_over_tcp(server: Bind) -> None:
    short, whole = (ask(server, "long.flytower.test", "TXT", over=over) for over in ("udp", "tcp"))
    assert short.flags & dns.flags.TC
    assert told(whole)[0].count("x") == 800


def test_it_asks_no_other_server(server: Bind) -> None:
    answer = ask(server, "www.example.org")
    assert answer.rcode() == dns.rcode.REFUSED
    assert not answer.flags & dns.flags.RA


def test_a_zone_is_changed_while_it_runs() -> None:
    with Bind.start({"flytower.test": zone()}) as server:
        server.put("flytower.test", zone(serial=2, host=7))
        assert told(ask(server, "www.flytower.test")) == ["10.0.0.7"]
        with pytest.raises(ServerError, match=r"(?s)zone:5: unknown RR type 'AX'.*What to do"):
            server.put("flytower.test", zone(serial=3, kind="AX"))
        server.restart()
        assert told(ask(server, "www.flytower.test")) == ["10.0.0.7"]


def test_a_serial_that_stays_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bind, "patience", 3.0)
    with Bind.start({"flytower.test": zone()}) as server:
        monkeypatch.setattr(Bind, "patience", 0.1)
        with pytest.raises(ServerError, match="raise the serial"):
            server.put("flytower.test", zone(host=7))


def test_another_server_of_ours_may_be_its_source() -> None:
    with Bind.start({"flytower.test": zone()}) as origin:
        forward = {
            "recursion": "yes",
            "forward": "only",
            "forwarders": f"{{ 127.0.0.1 port {origin.port}; }}",
        }
        with Bind.start(options=forward) as resolver:
            answer = ask(resolver, "www.flytower.test")
            assert told(answer) == ["10.0.0.1"]
            assert answer.flags & dns.flags.RA


@pytest.mark.parametrize(
    ("zones", "options", "says"),
    [
        ({"flytower.test": zone(kind="AX")}, {}, "0.zone:5: unknown RR type 'AX'"),
        ({"flytower.test": "@ A 10.0.0.1\n"}, {}, "no TTL"),
        ({}, {"nonsense": "yes"}, "unknown option 'nonsense'"),
    ],
)
def test_what_it_cannot_read_is_told_with_its_line(
    zones: dict[str, str], options: dict[str, str], says: str
) -> None:
    with pytest.raises(ServerError, match="cannot read") as failed:
        Bind.start(zones, options=options)
    assert says in str(failed.value)


def test_a_port_that_is_taken_for_udp_is_not_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        taken = other.getsockname()[1]
        ports = iter([[taken], free_ports(1)])
        monkeypatch.setattr("labs.servers.server.free_ports", lambda count: next(ports))
        monkeypatch.setattr("labs.servers.bind.free_ports", lambda count: next(ports))
        with Bind.start({"flytower.test": zone()}) as server:
            assert server.port != taken
            assert told(ask(server, "www.flytower.test")) == ["10.0.0.1"]


def test_its_version_is_a_number() -> None:
    assert int(Bind.version().split(".")[0]) >= 9
