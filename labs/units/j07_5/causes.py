"""What the mistakes of J07.5 look like, and what they are in words."""

from collections.abc import Sequence

from labs.judges import Likely
from labs.units.j07_5.packets import Written

Row = tuple[str, int, int, object]
"""A record: name, type, TTL, value."""

_HEADER = 12


def why_this_query(got: object, right: bytes) -> Likely:
    """Why it is not the question that was meant."""
    packet = got if isinstance(got, bytes) else b""
    body, meant = packet[_HEADER:], right[_HEADER:]
    return [
        (got is None, "is a `return` missing?"),
        (not packet, "a packet is bytes."),
        (packet[:2] == right[1::-1] != right[:2], 'the first byte counts 256s: "big".'),
        (packet[:2] != right[:2], "the packet begins with the number, in two bytes."),
        (
            packet[2:4] != right[2:4],
            "after the number come 01 00: whoever cannot answer may ask others.",
        ),
        (packet[4:12] != right[4:12], "four counts of two bytes: one question, and three zeros."),
        (
            body[-4:-2] != meant[-4:-2] and body[:-4] == meant[:-4],
            "the type is the one that was asked for.",
        ),
        (body == meant[:-5] + meant[-4:], "the name ends with a 0, before the type."),
        (
            body == meant[:-5] + b"\0" + meant[-5:],
            "one 0 ends the name: a dot at its end adds none.",
        ),
        (packet.lower() == right.lower(), "capitals in the name stay as they are."),
        (
            body.count(b"\\") != meant.count(b"\\"),
            "a backslash is a letter like others: write the bytes yourself, without dnspython.",
        ),
        (b"." in body, "dots are not sent: each label has its length before it."),
        (body[-2:] != meant[-2:] and body[:-2] == meant[:-2], "the class is 1."),
        (True, "compare it byte by byte: number, flags, four counts, name, type, class."),
    ]


def why_this_name(got: object, case: Written) -> Likely:
    """Why it is not the name, or not the place after it."""
    name, after = got if isinstance(got, tuple) and len(got) == 2 else (got, None)
    return [
        (got is None, "is a `return` missing?"),
        (after is None, "a name and the place after it are returned: name, place."),
        (
            name == case.name + ".",
            "there is no dot at the end: the 0 ends the name, and is no label.",
        ),
        (
            isinstance(name, str) and name != case.name and name.lower() == case.name.lower(),
            "capitals stay as they are.",
        ),
        (
            name == case.name and isinstance(after, int) and after < case.at,
            "the place after the name is where its first pointer ends, not where that leads.",
        ),
        (
            name == case.name and after == case.after - 1,
            "one byte too early: the 0 belongs to the name, and a pointer has two bytes.",
        ),
        (
            name == case.name,
            "after a name without a pointer comes the byte behind its 0; after one with a "
            "pointer, the byte behind the first pointer, wherever that leads.",
        ),
        (
            name != case.name and "over 255" in case.told,
            "a pointer's place is made of both its bytes, less 0xC000.",
        ),
        (
            isinstance(name, str) and name != case.name and case.name.startswith(name),
            "the labels behind a pointer belong to the name.",
        ),
        (True, "labels are read one after another, each as long as the byte before it says."),
    ]


def why_not_read(error: Exception, case: Written) -> Likely:
    """Why a sound name raised an error."""
    return [
        (
            isinstance(error, RecursionError),
            "a right chain may have thousands of pointers: follow it in a loop, not by a call "
            "for each.",
        ),
        (
            "pointers, one" in case.told,
            "each pointer leads further back, so the name is right, however many there are.",
        ),
        (
            isinstance(error, ValueError),
            "this name is right: each length is from 1 to 63, each pointer leads further back.",
        ),
    ]


def why_not_refused(came: str, case: Written) -> Likely:
    """Why a broken name was not refused with ValueError."""
    return [
        (
            came.startswith("no end"),
            "a pointer must lead further back than where this name began, and than where the "
            "pointer before it led. Each time round, compare with the last of these places.",
        ),
        (
            "into" in case.told,
            "the pointer leads back, but not before the place where its own label begins: compare "
            "with where the name began, and at the next pointer with where the last one led.",
        ),
        (
            came.startswith("IndexError"),
            "look whether there is a byte before you read it; of a pointer, whether there are two.",
        ),
        (
            came.startswith("RecursionError"),
            "it went round until Python gave up: look where a pointer leads before you follow it.",
        ),
        ("length" in case.told, "1 to 63 is a length, 192 and more a pointer; 64 to 191 neither."),
        ("ends" in case.told, "a slice past the end is only shorter: compare with len(packet)."),
        (
            "comes later" in case.told or "past" in case.told,
            "this pointer leads forward: names are pointed at where they have been before.",
        ),
        (True, "raise ValueError."),
    ]


def why_this_code(got: object, right: int, packet: bytes) -> Likely:
    """Why it is not the code of this answer."""
    return [
        (
            isinstance(got, int) and got % 8 == right % 8,
            "the code is the last four bits of byte 3, no more and no fewer: packet[3] % 16.",
        ),
        (True, "it is in byte 3 of the packet, counted from 0."),
    ]


def why_so_many(got: Sequence[Row], right: Sequence[Row], packet: bytes) -> Likely:
    """Why there are more, or fewer, records than answers in the packet."""
    other = sum(int.from_bytes(packet[at : at + 2], "big") for at in (8, 10))
    return [
        (
            len(got) == len(right) + other,
            "records of the other two sections are no answers: bytes 6 and 7 say how many are.",
        ),
        (len(got) == len(right) % 256, "the count of answers has two bytes: 6 and 7."),
        (
            not got and packet[3] % 16,
            f"an answer of code {packet[3] % 16} may have records: bytes 6 and 7 say how many.",
        ),
        (not got, "bytes 6 and 7 say how many answers follow the questions."),
        (len(got) == 1, "read on until all answers are read: bytes 6 and 7 say how many."),
        (True, "bytes 6 and 7 say how many records follow."),
    ]


def why_this_record(got: Row, right: Row, packet: bytes) -> Likely:
    """Why it is not this record."""
    name, kind, ttl, value = right
    return [
        (
            got != right and packet[4:6] != b"\0\1",
            "bytes 4 and 5 say how many questions stand before: it may be none, or two.",
        ),
        (
            got[3] != value and isinstance(value, str) and isinstance(got[3], bytes),
            "an address is a text such as 192.0.2.7, an alias a name; other data stays bytes.",
        ),
        (
            got[:3] == right[:3] and kind == 5,
            "an alias is a name in the packet: its pointers count from the packet's beginning, so "
            "cursor.name() must read it, in place of take.",
        ),
        (got[:3] == right[:3] and kind == 1, "its four bytes, as numbers, with dots between."),
        (
            got[:3] == right[:3],
            "what is neither an address (1) nor an alias (5) stays as it is: bytes.",
        ),
        (
            got[0] != name and got[1:] == right[1:],
            "each record says whose it is: that need not be the name before it.",
        ),
        (got[0] != name, "is all that stands before it read to its end, questions and records?"),
        (got[2] != ttl, "the TTL has four bytes, after type and class."),
        (True, "name, type, class, TTL, length, data: 2, 2, 4, 2 bytes, and as many as it says."),
    ]
