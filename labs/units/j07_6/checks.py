"""What J07.6 asks of an answer: each check is one claim."""

import errno
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from ipaddress import ip_address
from typing import Any
from unittest.mock import patch

import psutil
from scapy.packet import Packet

from labs.datasets.chance import Chance
from labs.judges import Judge, judging
from labs.units.j07_6 import causes, networks
from labs.units.j07_6.recording import Call, calls
from labs.units.j07_6.sockets import OTHER_SOCKETS, SOCKETS, Socket

__all__ = ["OTHER_SOCKETS", "SOCKETS"]

Span = Callable[[str], tuple[str, str]]
Contains = Callable[[str, str], bool]
IsPrivate = Callable[[str], bool]
Listen = Callable[[str, int], socket.socket]
Exposed = Callable[[Iterable[Any]], list[int]]
HOST = "127.0.0.1"


def before_all() -> None:
    """The recordings are made and read once for all answers."""
    for seed in (11, 97):
        calls(seed)


# --- E1: who is inside ------------------------------------------------------------------------

SPAN = "E1: a network's first and last address"
INSIDE = "E1: who is in a network, and who is not"
NOBODYS = "E1: private addresses are told from others"

NETWORKS = (
    "192.168.1.130/25",
    "10.20.8.0/22",
    "10.20.9.77/22",
    "10.20.9.77/24",
    "203.0.113.9/32",
    "fd20::4d/64",
    "2001:db8:7:ff00::1/57",
)
CALLERS = ("10.20.9.77", "172.31.255.255", "172.32.0.0", "203.0.113.9", "fd20::4d", "fd::1")


def networks_end(span: Span, contains: Contains, told: Sequence[str]) -> None:
    """Where a network begins and ends, and what is in it, is what ipaddress says."""
    found = {each: networks.network_of(each) for each in told}
    with judging(SPAN) as judge:
        for each, got in zip(told, _by_hand(judge, span, [(one,) for one in told]), strict=True):
            network, ends = found[each], _addresses(got)
            right = (network.network_address, network.broadcast_address)
            judge.that(
                ends == right,
                called=f"span({each!r})",
                got=repr(got),
                expected=repr(tuple(map(str, right))),
                likely=causes.why_this_span(got, ends, network, each),
            )
    with judging(INSIDE) as judge:
        cases = [
            (each, networks.told(one))
            for each, before in zip(told, [told[-1], *told], strict=False)
            for one in networks.near(found[each]) + networks.near(found[before])
        ]
        for (each, text), got in zip(cases, _by_hand(judge, contains, cases), strict=True):
            address, network = ip_address(text), found[each]
            judge.equal(
                got,
                address in network,
                called=f"contains({each!r}, {text!r})",
                likely=causes.why_inside(got, address, network),
            )


def private(is_private: IsPrivate, addresses: Sequence[str]) -> None:
    """An address is private if it is in one of the four networks."""
    with judging(NOBODYS) as judge:
        cases = [(each,) for each in addresses]
        for (text,), got in zip(cases, _by_hand(judge, is_private, cases), strict=True):
            address = ip_address(text)
            judge.equal(
                got,
                networks.is_of_nobody(address),
                called=f"is_private({text!r})",
                likely=causes.why_private(got, address),
            )


def any_network(span: Span, contains: Contains, is_private: IsPrivate, seed: int) -> None:
    """All three agree with ipaddress on 2,000 inputs of both families."""
    chance = Chance("networks", seed)
    networks_end(span, contains, networks.any_networks(280, chance))
    private(is_private, list(map(networks.told, networks.any_addresses(400, chance))))


def _by_hand(
    judge: Judge, function: Callable[..., object], cases: Sequence[tuple[str, ...]]
) -> list[object]:
    """What the learner's function returns for each case, without Python's ipaddress."""
    name = getattr(function, "__name__", "the function")
    got = []
    for case in cases:
        shown = ", ".join(map(repr, case))
        with judge.calling(f"{name}({shown})", likely=_why_too_many), networks.by_hand():
            got.append(function(*case))
    return got


def _why_too_many(error: Exception) -> str:
    listed = isinstance(error, OverflowError | MemoryError)
    return networks.ListedError.likely if listed else ""


def _addresses(got: object) -> object:
    """Both as addresses, or what was returned, if it is no pair of addresses in text."""
    if not isinstance(got, tuple | list) or len(got) != 2 or not all(map(_is_text, got)):
        return None
    with suppress(ValueError):
        return tuple(ip_address(each) for each in got)
    return None


def _is_text(each: object) -> bool:
    return isinstance(each, str)


# --- E2: a door of one's own ------------------------------------------------------------------

WISHED = "E2: a free port is taken, and listened at"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - one may wish for all addresses
TAKEN = "E2: who finds the port taken is at another, and each answers for itself"
WAITING = "E2: a port in TIME_WAIT, or free again, is taken"
FORBIDDEN = "E2: any other error is the caller's"
OWN_DOORS = "E2: what this process has open to others"
DOORS = "E2: open doors are found, and no others"


PATIENCE = 50


class PortAfterPortError(RuntimeError):
    """One port after another was tried."""

    likely = "many ports may be taken: the system knows a free one, so ask for port 0."


def wished(listen: Listen) -> None:
    """A server is at the port that was wished for, and hears a call."""
    with judging(WISHED) as judge:
        for _ in range(2):
            port = _a_free_port()
            with _listening(judge, listen, port) as server:
                _is_at(judge, server, port, free=True)
                _answers(judge, {"the server": server})


def taken(listen: Listen) -> None:
    """Services that wish for one port share the address, and each hears its own calls."""
    for host in (HOST, EVERYWHERE):
        with judging(TAKEN) as judge, ExitStack() as stack:
            other = stack.enter_context(socket.create_server((host, 0)))
            port = _port(other)
            servers = {"who was there first": other}
            for name in ("the second", "the third"):
                server = stack.enter_context(_listening(judge, listen, port, host))
                _is_at(judge, server, port, host, free=False)
                servers[name] = server
            mine = _a_free_port()
            for name, free in {"the fourth": True, "the fifth": False}.items():
                servers[name] = stack.enter_context(_listening(judge, listen, mine, host))
                _is_at(judge, servers[name], mine, host, free=free)
            _answers(judge, servers)


def in_trouble(listen: Listen) -> None:
    """A port is taken in other ways than by who listens, or is not to be had at all."""
    left_in_time_wait(listen)
    merely_bound(listen)
    crowded(listen)
    forbidden(listen)


def merely_bound(listen: Listen) -> None:
    """A port is taken, too, if somebody is bound to it and does not listen yet."""
    with judging(TAKEN) as judge, socket.socket() as other:
        other.bind((HOST, 0))
        port = _port(other)
        with _listening(judge, listen, port) as server:
            _is_at(judge, server, port, free=False)
            _answers(judge, {"the second": server})


def left_in_time_wait(listen: Listen) -> None:
    """Who comes after a server that has hung up and ended gets its port, taken before or not."""
    with judging(WAITING) as judge:
        with socket.create_server((HOST, 0)) as before:
            port = _port(before)
            with socket.create_connection((HOST, port), timeout=5) as caller:
                before.accept()[0].close()  # who hangs up first has it in TIME_WAIT
                caller.recv(1)
            with _listening(judge, listen, port) as other:
                _is_at(judge, other, port, free=False)
        with _listening(judge, listen, port) as server:
            got = _port(server)
            judge.that(
                got == port,
                called=f"listen({HOST!r}, {port}), just after a server there has ended",
                got=f"a server at port {got}",
                expected=f"a server at port {port}",
                likely="a connection of it is in TIME_WAIT: set SO_REUSEADDR before bind, as "
                "socket.create_server does. And try each time: remember nothing.",
            )


NO_ADDRESS = "203.0.113.1"
ADMINISTRATORS = 443


def crowded(listen: Listen) -> None:
    """However many ports are taken, the system is asked for a free one, not port after port."""
    bind, tried = socket.socket.bind, list[int]()

    def full(self: socket.socket, address: tuple[str, int]) -> None:
        if address[1] != 0:
            tried.append(address[1])
            if len(tried) > PATIENCE:
                raise PortAfterPortError(f"{len(tried)} ports tried, {tried[0]} to {tried[-1]}")
            raise OSError(errno.EADDRINUSE, "Address already in use")
        bind(self, address)

    crowd = patch.object(socket.socket, "bind", full)
    with judging(TAKEN) as judge, crowd, _listening(judge, listen, 8_000) as server:
        _is_at(judge, server, 8_000, free=False)


def forbidden(listen: Listen) -> None:
    """An error that is not EADDRINUSE comes to the caller, and no server is left elsewhere."""
    bind = socket.socket.bind

    def strict(self: socket.socket, address: tuple[str, int]) -> None:
        if address[1] == ADMINISTRATORS:
            raise PermissionError(errno.EACCES, "Permission denied")
        bind(self, address)

    cases = [(HOST, ADMINISTRATORS, errno.EACCES), (NO_ADDRESS, 0, errno.EADDRNOTAVAIL)]
    with judging(FORBIDDEN) as judge, patch.object(socket.socket, "bind", strict):
        for host, port, code in cases:
            name, got = errno.errorcode[code], "no error, and None"
            try:
                with listen(host, port) as server:
                    got = f"a server at {server.getsockname()}"
            except OSError as error:
                if error.errno == code:
                    continue
                got = f"{type(error).__name__}: {error}"
            judge.fails(
                called=f"listen({host!r}, {port}), where bind raises {name}",
                came_back=got,
                expected=f"an OSError whose errno is errno.{name}",
                likely=f"only EADDRINUSE asks for another port; {name} says that something is "
                "wrong: a bare raise lets it through.",
            )


@contextmanager
def _listening(
    judge: Judge, listen: Listen, port: int, host: str = HOST
) -> Iterator[socket.socket]:
    called = f"listen({host!r}, {port})"
    with judge.calling(called, likely=_why_refused), _bound() as ports:
        server = listen(host, port)
    judge.that(
        isinstance(server, socket.socket),
        called=called,
        got=repr(server),
        expected="a socket that listens",
        likely=[(server is None, causes.NO_RETURN), (True, "return the socket itself.")],
    )
    with server:
        judge.that(
            server.fileno() >= 0,
            called=called,
            got="a socket that is closed",
            expected="a socket that listens",
            likely="a `with` closes it at its end: leave it open for the caller.",
        )
        judge.that(
            len(ports) < 2,
            called=called,
            got=f"{len(ports)} sockets bound, one after another: at ports {ports}",
            expected="one, which stays bound",
            likely="a port that is bound, closed and bound again may be another's in between: "
            "keep the socket that has got it, also the one that port 0 gave.",
        )
        yield server


@contextmanager
def _bound() -> Iterator[list[int]]:
    """The ports that sockets of this process get within this block, one after another."""
    bind, ports = socket.socket.bind, list[int]()

    def noted(self: socket.socket, address: tuple[str, int]) -> None:
        bind(self, address)
        ports.append(_port(self))

    with patch.object(socket.socket, "bind", noted):
        yield ports


def _why_refused(error: Exception) -> str:
    if getattr(error, "errno", None) == errno.EADDRINUSE:
        return "the port is taken: catch this error, and ask for port 0 at the same address."
    return ""


def _is_at(
    judge: Judge, server: socket.socket, wished: int, host: str = HOST, *, free: bool
) -> None:
    got, port = server.getsockname()[:2]
    called = f"listen({host!r}, {wished}), where {'nobody' if free else 'somebody'} is bound to it"
    right = got == host and (port == wished) == free
    judge.that(
        right,
        called=called,
        got=f"a server at {got}:{port}",
        expected=f"a server at {host}, at {f'port {wished}' if free else 'another port'}",
        likely=[
            (got != host, "it is bound to the address that was asked for, and to no other."),
            *causes.why_not_there(port, wished, free=free),
        ],
    )


def _answers(judge: Judge, servers: dict[str, socket.socket]) -> None:
    """Each hears the call that is for it, as one after another is called."""
    for name, server in servers.items():
        port = _port(server)
        got = _told_at(port, servers)
        judge.that(
            got == name,
            called=f"a call to {HOST}:{port}, where {name} is",
            got=f"it reaches {got}",
            expected=f"it reaches {name}",
            likely=[
                (got == "nobody", "a socket that is bound must also listen()."),
                (True, "each server has a port of its own."),
            ],
        )


def _told_at(port: int, servers: dict[str, socket.socket]) -> str:
    """The name of the server that hears a call to this port."""
    try:
        with socket.create_connection((HOST, port), timeout=5):
            for name, server in sorted(servers.items(), key=lambda it: _port(it[1]) != port):
                server.settimeout(2)  # a call that has come here waits already
                with suppress(TimeoutError), server.accept()[0]:
                    return name
    except OSError:
        pass
    return "nobody"


def _port(server: socket.socket) -> int:
    return int(server.getsockname()[1])


def _a_free_port() -> int:
    with socket.create_server((HOST, 0)) as server:
        return _port(server)


def own_doors(exposed: Exposed) -> None:
    """Of the real sockets of this process, those in loopback are not open to others."""
    with judging(OWN_DOORS) as judge, ExitStack() as stack:
        server = stack.enter_context(socket.create_server((HOST, 0)))
        stack.enter_context(socket.create_connection(server.getsockname()))
        _finds(judge, exposed, psutil.Process().net_connections(kind="inet"), "psutil's list")


def doors(exposed: Exposed, sockets: Sequence[Socket]) -> None:
    """Ports that are open to others are listed, ascending, once; and nothing else is."""
    with judging(DOORS) as judge:
        for given in (sockets, sockets[::-1], []):
            at = ", ".join(f"{each.laddr.ip}:{each.laddr.port}" for each in given)
            _finds(judge, exposed, given, at or "no socket")


def _finds(judge: Judge, exposed: Exposed, sockets: Sequence[Any], told: str) -> None:
    open_to_all = [
        each
        for each in sockets
        if each.status == psutil.CONN_LISTEN and not ip_address(each.laddr.ip).is_loopback
    ]
    right = sorted({each.laddr.port for each in open_to_all})
    called = f"exposed(sockets) of {len(sockets)}: {told}"
    with judge.calling(called):
        got = exposed(iter(sockets))
    judge.that(
        isinstance(got, list),
        called=called,
        got=repr(got),
        expected=repr(right),
        likely=[(got is None, causes.NO_RETURN), (True, "a list of ports: sorted makes one.")],
    )
    more = {each.laddr.ip for each in sockets if each.laddr.port in set(got) - set(right)}
    once = "an Iterable may be walked once only: the second walk over `sockets` finds nothing."
    walked = got != right and exposed(list(sockets)) == right
    likely = [(walked, once), *causes.why_exposed(got, right, more)]
    judge.equal(got, right, called=called, likely=likely)


# --- E3: the recording speaks -----------------------------------------------------------------

BEGINNINGS = "E3: the handshake tells how long the trip is"
ENDINGS = "E3: each connection's end is told"
REPEATS = "E3: what was sent again is found"

Causes = list[tuple[object, str]]
Trip = Callable[[Sequence[Packet]], float | None]
SentAgain = Callable[[Sequence[Packet]], list[int]]
Goodbye = Callable[[Sequence[Packet]], str]


def began_and_ended(trip: Trip, goodbye: Goodbye, seed: int) -> None:
    """Each connection's trip and its end are the recording's own."""
    beginnings(trip, seed)
    endings(goodbye, seed)


def beginnings(trip: Trip, seed: int) -> None:
    """The trip of each connection is the recording's own, to ten microseconds."""
    with judging(BEGINNINGS) as judge:
        for call, called, kept, packets in _each_twice("trip", seed):
            with judge.calling(called):
                got = trip(packets)
            seconds = None if got is None else _as_float(got)
            known = seconds is None or call.trip is None
            judge.that(
                seconds is call.trip if known else abs(seconds - call.trip) < 1e-5,  # type: ignore[operator]
                called=called,
                got=repr(got) if seconds is None else f"{seconds:.5f}",
                expected="None" if call.trip is None else f"{call.trip:.5f} (seconds)",
                likely=[*kept, *causes.why_this_trip(seconds, call)],
            )


def repeats(sent_again: SentAgain, seed: int) -> None:
    """The positions of the packets that were sent again are the recording's own."""
    with judging(REPEATS) as judge:
        for call, called, kept, packets in _each_twice("sent_again", seed):
            with judge.calling(called):
                got = sent_again(packets)
            judge.that(
                isinstance(got, list),
                called=called,
                got=repr(got),
                expected=repr(call.again),
                likely=[(got is None, causes.NO_RETURN), (True, "a list of positions.")],
            )
            likely = [*kept, *causes.why_these_repeat(got, call)]
            judge.equal(got, call.again, called=called, likely=likely)


def endings(goodbye: Goodbye, seed: int) -> None:
    """Whether each connection was closed, reset or left open is the recording's own."""
    with judging(ENDINGS) as judge:
        for call, called, kept, packets in _each_twice("goodbye", seed):
            with judge.calling(called):
                got = goodbye(packets)
            likely = [*kept, *causes.why_this_end(got, call)]
            judge.equal(got, call.end, called=called, likely=likely)


def _each_twice(function: str, seed: int) -> Iterator[tuple[Call, str, Causes, list[Packet]]]:
    """Each connection, one after another, and all once more: the call, how it is told, why
    it differs if it does, and the packets, in one list for both times.
    """
    given = [(call, list(call.packets)) for call in calls(seed)]
    for told in ("", ", asked again"):
        for call, packets in given:
            called = f"{function}(packets), {call.name}, {len(call.packets)} packets{told}"
            why: Causes = [
                (
                    told and len(packets) < len(call.packets),
                    "the list is the caller's: the first call has taken packets out of it.",
                ),
                (told, "the first time it was right: keep nothing between two calls."),
            ]
            yield call, called, why, packets


def _as_float(got: object) -> float:
    try:
        return float(got)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return float("nan")
