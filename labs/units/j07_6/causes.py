"""What the mistakes of J07.6 look like, and what they are in words."""

from collections.abc import Collection, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_interface

from scapy.layers.inet import IP, TCP
from scapy.packet import Packet

from labs.judges import Likely
from labs.units.j07_6.networks import Address, Network
from labs.units.j07_6.recording import Call

NO_RETURN = "is a `return` missing?"


def why_this_span(got: object, ends: object, network: Network, told: str) -> Likely:
    """Why these are not the network's ends; `ends` is what was returned, as addresses."""
    address, size = ip_interface(told).ip, network.num_addresses
    first, last = ends if isinstance(ends, tuple) else (None, None)
    right = network.broadcast_address
    return [
        (got is None, NO_RETURN),
        (first is None, "two texts, each an address: to_text(value, bits) makes one."),
        (
            first == address != network.network_address,
            f"{told} tells the network by one of its machines: it begins at a multiple of "
            f"{size:,}, its size.",
        ),
        (
            type(first) is not type(address),
            "an IPv6 address has 128 bits: to_number returns how many, to_text wants to know.",
        ),
        (
            first == network.network_address
            and last is not None
            and abs(int(last) - int(right)) == 1,
            "the last belongs to the network: it is size - 1 after the first.",
        ),
        (
            True,
            f"/{network.prefixlen} leaves {network.max_prefixlen} - {network.prefixlen} bits, so "
            f"the network has 2 ** {network.max_prefixlen - network.prefixlen} addresses.",
        ),
    ]


def why_inside(got: object, address: Address, network: Network) -> Likely:
    """Why this address is taken for being inside, or outside."""
    return [
        (got is None, NO_RETURN),
        (
            address.version != network.version,
            "an address of the other family is in no network, whatever its number: compare bits.",
        ),
        (
            _inside_as_text(address, network) == got,
            "10.20.11.255 stands before 10.20.8.0 as a text, and after it as a number: texts that "
            "begin alike, or that are in order, say nothing.",
        ),
        (
            address in (network.network_address, network.broadcast_address),
            "the first and the last address belong to the network: compare with <=.",
        ),
        (
            got,
            f"it is outside: {network} ends at {network.network_address} and at "
            f"{network.broadcast_address}. Is anything kept of another network?",
        ),
        (
            True,
            f"{network} goes from {network.network_address} to {network.broadcast_address}, both "
            "included. Is anything kept of another network?",
        ),
    ]


def _inside_as_text(address: Address, network: Network) -> bool | None:
    """Whether it is inside if texts are compared; None where that is right, as with numbers."""
    first, last = str(network.network_address), str(network.broadcast_address)
    inside = first <= str(address) <= last
    return inside if inside != (address in network) and not first <= last else None


def why_private(got: object, address: Address) -> Likely:
    """Why this address is taken for private, or for public."""
    elsewhere = isinstance(address, IPv4Address) and address.is_loopback
    return [
        (got is None, NO_RETURN),
        (elsewhere, "loopback is none of the networks of PRIVATE."),
        (
            isinstance(address, IPv4Address) and str(address).startswith("172."),
            "172.16.0.0/12 goes from 172.16.0.0 to 172.31.255.255.",
        ),
        (
            isinstance(address, IPv6Address),
            "fc00::/7 goes from fc00:: to fdff:ffff:…; fd::1 is 00fd::1, zeros left out.",
        ),
        (True, "is it in one of the networks of PRIVATE?"),
    ]


def why_not_there(port: int, wished: int, *, free: bool) -> Likely:
    """Why a server is at this port."""
    return [
        (
            port == wished and not free,
            "two sockets share one door, so nobody knows which answers: without SO_REUSEPORT the "
            "second is told EADDRINUSE.",
        ),
        (free, "nobody listens at the wished port: take that one, and 0 only if it is taken."),
        (True, "ask for port 0: the system chooses a free one."),
    ]


def why_exposed(got: Collection[int], right: Collection[int], more: set[str]) -> Likely:
    """Why these ports; `more` are addresses of ports that should not be there."""
    return [
        (
            sorted(set(got)) == right and len(got) != len(right),
            "a port at which two sockets listen is one port.",
        ),
        (sorted(got) == right, "ascending: sorted."),
        (
            any(ip.startswith("127.") for ip in more),
            "all addresses that begin with 127. are loopback, not 127.0.0.1 alone.",
        ),
        ("::1" in more, "::1 is the loopback of IPv6."),
        (
            more,
            "that socket does not listen: its status is not psutil.CONN_LISTEN.",
        ),
        (
            True,
            "a socket that listens at any address but loopback is open to others: at 0.0.0.0, at "
            "::, and at an address of its own.",
        ),
    ]


def why_this_trip(got: float | None, call: Call) -> Likely:
    """Why this is not the time of the trip."""
    greetings = [each for each in call.packets if each[TCP].flags.S and each[TCP].flags.A]
    right = call.trip or 0
    return [
        (
            got is not None and len(greetings) > 1,
            "the SYN-ACK was sent twice, and nobody knows which of them was answered.",
        ),
        (
            got is not None and not greetings,
            "there is no SYN-ACK in the recording: no handshake, no trip.",
        ),
        (
            got is not None
            and call.trip is None
            and len({each[IP].src for each in call.packets}) < 2,
            "both sides are on one machine here: a side is an address and a port.",
        ),
        (
            got is not None and got < 0,
            "the caller's first packet with ACK after the SYN-ACK is wanted, none before it.",
        ),
        (
            got is None and any(each[TCP].flags.E for each in greetings),
            "the SYN-ACK is the packet with both flags, S and A: others may be set besides, and "
            "the recording may begin with it.",
        ),
        (
            got is None and call.trip is not None and _syn_after(greetings, call.packets),
            "a SYN of the caller's comes late, without ACK: go on to the first that has ACK.",
        ),
        (
            got is not None and call.trip is None,
            "no packet of the caller's with the ACK flag follows: the handshake is not whole.",
        ),
        (
            greetings and call.trip is not None and not _bare(greetings[0], call.packets),
            "the caller's first ACK carries data already: its flags are PA, not A.",
        ),
        (got is None, NO_RETURN),
        (
            got is not None and abs(got - 1_000 * right) < 1,
            "seconds, not milliseconds.",
        ),
        (
            got is not None and call.packets[0] in greetings,
            "the recording begins with the SYN-ACK, which is the server's: the caller is its other "
            "end, and not who sends the first packet.",
        ),
        (
            got is not None and 0 <= got < 0.001,
            "that is the time between SYN and SYN-ACK, which is our own machine's: the recording "
            "was made at our door.",
        ),
        (
            got is not None and 0.0002 > abs(got - right - 0.0001) > 0.00002,
            "do not round it: a recording's seconds have six places.",
        ),
        (
            got is not None and got - right > 0.00005,
            "it begins with the SYN-ACK, not with the SYN, and ends with the first ACK after it.",
        ),
        (True, "from the SYN-ACK to the caller's first packet with ACK after it."),
    ]


def _bare(greeting: Packet, packets: Sequence[Packet]) -> bool:
    """Whether the first packet that answers the greeting carries nothing."""
    after = [
        each
        for each in packets
        if each.time > greeting.time and each[TCP].sport == greeting[TCP].dport
    ]
    return not after or not len(after[0][TCP].payload)


def _syn_after(greetings: Sequence[Packet], packets: Sequence[Packet]) -> bool:
    """Whether a bare SYN passes after the greeting."""
    return any(
        str(each[TCP].flags) == "S" and each.time > greeting.time
        for each in packets
        for greeting in greetings
    )


def why_these_repeat(got: Collection[object], call: Call) -> Likely:
    """Why these positions; the first that is too many, or that is missing, tells."""
    more = [each for each in got if isinstance(each, int) and each not in call.again]
    lacks = [each for each in call.again if each not in got]
    first = (more or lacks or [0])[0]
    packet = call.packets[min(first, len(call.packets) - 1)]
    repeated = _repeat_of(call, packet)
    return [
        (
            any(not isinstance(each, int) for each in got),
            "the positions in the list are wanted, not the packets: enumerate gives them.",
        ),
        (more and max(more) >= len(call.packets), "positions count from 0."),
        (
            more and [each - 1 for each in got if isinstance(each, int)] == call.again,
            "positions count from 0: the first packet is 0.",
        ),
        (
            more and _is_bare(packet),
            f"packet {first} is a bare ACK, which takes no number: the next byte has the same.",
        ),
        (
            more and _before(call, first, of_its_side=False),
            f"packet {first} has a seq that the other side used, too: that is another byte. A "
            "side is an address and a port.",
        ),
        (
            more and _before(call, first, of_its_side=True),
            f"before packet {first} came a bare ACK of its side with this seq: that took no "
            "number.",
        ),
        (
            more and repeated,
            f"packet {first} is the first with its seq, packet {repeated} the one that repeats it: "
            "count the positions; index finds the first of those that are equal.",
        ),
        (
            more and _is_late(call, first),
            f"packet {first} is late, and its side sent this seq never before: it was overtaken.",
        ),
        (
            more,
            f"packet {first} has a seq that its side never sent before. A page may well hold the "
            "same bytes twice: compare numbers, not data.",
        ),
        (
            lacks and _changed(call, first),
            f"packet {first} is sent again, though its ack, its flags or its data have changed: "
            "side and seq alone tell.",
        ),
        (
            lacks and packet[TCP].flags.S,
            f"packet {first} has SYN, which takes a number as data does.",
        ),
        (
            lacks and packet[TCP].flags.F,
            f"packet {first} has FIN, which takes a number as data does.",
        ),
        (
            lacks,
            f"packet {first} has data ({len(packet[TCP].payload)} B) at a seq that its side has "
            "sent before.",
        ),
        (True, "each position once, in order."),
    ]


def _side(packet: Packet) -> tuple[str, int]:
    """Who sends it."""
    return packet[IP].src, packet[TCP].sport


def _is_bare(packet: Packet) -> bool:
    """Whether it takes no number."""
    tcp = packet[TCP]
    return not (len(tcp.payload) or tcp.flags.S or tcp.flags.F)


def _before(call: Call, position: int, *, of_its_side: bool) -> bool:
    """Whether a packet before has this number: any of its side, or one of the other with data."""
    packet = call.packets[position]
    return any(
        (_side(each) == _side(packet)) == of_its_side and (of_its_side or not _is_bare(each))
        for each in call.packets[:position]
        if each[TCP].seq == packet[TCP].seq
    )


def _repeat_of(call: Call, packet: Packet) -> int:
    """The position of the packet that sends this one again; 0 if there is none."""
    alike = (
        each
        for each in call.again
        if _side(call.packets[each]) == _side(packet)
        and call.packets[each][TCP].seq == packet[TCP].seq
    )
    return next(alike, 0)


def _changed(call: Call, position: int) -> bool:
    """Whether what its side has sent at this number before looked otherwise."""
    packet = call.packets[position]
    before = next(
        (
            each
            for each in call.packets[:position]
            if _side(each) == _side(packet)
            and each[TCP].seq == packet[TCP].seq
            and not _is_bare(each)
        ),
        packet,
    )
    return bytes(before[TCP]) != bytes(packet[TCP])


def _is_late(call: Call, position: int) -> bool:
    """Whether its side has sent a higher number before."""
    packet = call.packets[position]
    return any(
        each[TCP].seq > packet[TCP].seq
        for each in call.packets[:position]
        if _side(each) == _side(packet)
    )


def why_this_end(got: object, call: Call) -> Likely:
    """Why it did not end like that."""
    flags = [each[TCP].flags for each in call.packets]
    fins = {_side(each) for each in call.packets if each[TCP].flags.F}
    return [
        (got is None, NO_RETURN),
        (
            call.end == "reset" and fins,
            "an RST counts, also where both sides have sent FIN.",
        ),
        (
            call.end == "reset",
            f"there is an RST, with flags {next(each for each in flags if each.R)}."
            if call.end == "reset"
            else "",
        ),
        (
            call.end == "open" and fins,
            "one side alone has sent FIN: the other may still speak.",
        ),
        (call.end == "open", "nobody has sent FIN: the recording ended before the connection."),
        (
            len({address for address, _ in fins}) == 1 or len({port for _, port in fins}) == 1,
            "both sides have sent FIN; they share the address here, or the port: a side is both.",
        ),
        (
            any(each.F and each.P for each in flags),
            "both sides have sent FIN, one of them with data: its flags are FPA.",
        ),
        (
            True,
            "both sides have sent FIN: one perhaps twice, or long before the end; one perhaps in "
            "the last packet, with no ACK after it.",
        ),
    ]
