"""The likely causes of what S01.3's checks see."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from labs.judges import Likely
from labs.languages import CompileError


def of_java(error: Exception) -> Likely:
    """Why Java threw, or did not compile."""
    return [
        (getattr(error, "likely", ""), getattr(error, "likely", "")),
        (
            isinstance(error, CompileError),
            "that line, or the end of the one before: a sign or a word is missing, or misspelt.",
        ),
        (
            "Recursive update" in str(error),
            "inside of compute another entry of the same map is changed, which it forbids.",
        ),
        (
            "IllegalArgumentException" in str(error),
            "a pool has one thread at least, also while nobody comes.",
        ),
        (
            "NullPointerException" in str(error),
            "the map has nothing for a show that nobody asked for yet: computeIfAbsent.",
        ),
    ]


def of_stuck(stuck: Sequence[str]) -> Likely:
    """Why customers did not come to an end; `stuck` is what the rush saw."""
    return [
        (
            any("not done" in line for line in stuck),
            "no deadlock of locks: something waits for what never comes, or goes round for ever.",
        ),
        (
            True,
            "two locks, taken in two orders: hold no lock while you want another, or take them in "
            "one order, whoever comes.",
        ),
    ]


def of_sales(got: int, left: int, seats: int, tries: int) -> Likely:
    """Why so many were sold, and so many are left."""
    want = min(seats, tries)
    return [
        (left < 0 and got == want, "whoever is refused takes a seat, too: the number is below 0."),
        (
            left < 0,
            "it asks, and takes in a second step: between the two others take the last seats.",
        ),
        (left == seats, "nothing is kept of what is sold: the number has to lie in the map."),
        (
            got == tries > want and left == 0 and tries > 2,
            "true is given to those, too, who found no seat.",
        ),
        (
            got > want and got + left > seats,
            "two customers read the same number, and both write what they made of it; or each put "
            "a first number of its own. Read, change and write in one step.",
        ),
        (got < want and left > 0, "customers are refused while seats are left."),
        (got < want, "seats are taken for which nobody got a ticket: what does true mean here?"),
        (True, "sales are not written down, or twice: is each seat counted by one step?"),
    ]


def of_exchanges(held: int, left: int, seats: int) -> Likely:
    """Why the tickets held and the seats left are not all the seats."""
    return [
        (left < 0, "a seat is taken where none was left: sell says whether there was one."),
        (
            held + left < seats,
            "seats vanish: the old one is not given back, or one step was written over by another.",
        ),
        (
            True,
            "a seat is there twice: given back though none was taken, given back before there is a "
            "new one, or a step was written over.",
        ),
    ]


def of_a_full_hall(went: int, bought: int) -> Likely:
    """Why somebody got something where nothing was left."""
    return [
        (
            bought,
            "the old seat is given back before there is a new one: others buy it meanwhile.",
        ),
        (went, "an exchange says true where no seat was left."),
        (True, "a refused exchange has changed the number of seats."),
    ]


def of_a_pool(busy: int, asked: Sequence[int], before: Collection[int]) -> Likely:
    """Why so many booths were busy, if `before` were right for earlier calls."""
    per_second, millis, most = asked
    average = per_second * millis / 1_000
    return [
        (busy == 100, "a thread for whoever comes: give the pool a fixed size."),
        (busy == 0, "nobody is served: a pool has one thread at least."),
        (
            busy in before,
            "the pool of an earlier call: make a new one, of its own size, each time.",
        ),
        (busy == most, "`most` is what is allowed; take no more than are busy on average."),
        (busy > most, "no more than `most`, however many are busy."),
        (busy == int(average), "so many are busy on average, rounded down: round up."),
        (
            busy == int(average) + 1,
            "a whole number is rounded up, too: add 999 before you divide by 1,000.",
        ),
        (True, "visitors per second, times the seconds that each keeps a booth."),
    ]


def of_a_page(page: Any, visitor: str, visitors: Collection[str], way: str) -> Likely:  # noqa: ANN401
    """Why this page is not the visitor's."""
    if not isinstance(page, list):
        return of_an_error(str(page))
    others = [line for line in page if not _may_be(line, visitor)]
    return [
        (
            others and way == "fibres",
            "what belongs to the thread, or the class, belongs to all of its fibres.",
        ),
        (
            others and way == "one by one",
            "left over from an earlier visitor: what is kept anywhere outside of the call stays.",
        ),
        (
            others,
            "one variable for all: of the class (@@), of the class as an object (@ in a method of "
            "self), or of the program ($).",
        ),
        (
            len(page) > len(set(page)) or len(set(visitors)) < len(visitors),
            "two pages of one visitor share something: lines are kept by the visitor's name.",
        ),
        (True, "compare with the found page: a greeting, a line for each seat, and how many."),
    ]


def _may_be(line: object, visitor: str) -> bool:
    text = str(line)
    return text.endswith(" seats") or text.endswith(visitor) or f" {visitor}/" in text


def of_an_error(text: str) -> Sequence[tuple[object, str]]:
    """What an error means that a service answered."""
    return [
        ("NoMethodError" in text, "what is asked of it is nil, or its name is spelt otherwise."),
        ("NameError" in text, "the name is spelt otherwise, or is not set yet."),
        ("Valkey says" in text, "Valkey does not take the command like that."),
        ("TypeError" in text, "null, or a text, stands where a number is asked for."),
        (True, "the line after `at` raised it, or what that line calls."),
    ]


def places(numbers: Counter[int]) -> str:
    """Places in words: how many, from which to which, which twice, which not."""
    if not numbers:
        return "no place was given"
    last = max(numbers)
    twice = sorted(number for number, times in numbers.items() if times > 1)
    missing = sorted(set(range(1, last + 1)) - set(numbers))
    if numbers.total() == 1:
        return f"1 place given: {last}"
    told = f"{numbers.total()} places given, from {min(numbers)} to {last}"
    if twice:
        told += f"; more than once: {_few(twice)}"
    return told + (f"; never: {_few(missing)}" if missing else "")


def _few(numbers: Sequence[int]) -> str:
    more = f" and {len(numbers) - 5} more" if len(numbers) > 5 else ""
    return ", ".join(map(str, numbers[:5])) + more


def of_places(
    numbers: Counter[int], right: Sequence[int], most: int, sales: Mapping[str, int]
) -> Likely:
    """Why these places are not the right ones."""
    last = max(numbers, default=0)
    return [
        (min(numbers, default=0) < 0, "a place is a number from 1 on: was something taken away?"),
        (
            max(numbers.values(), default=0) > 1,
            "two workers read the same number and both go on from there, or the count begins again "
            "in between (SET, %): let one command of Valkey add and answer, and nothing else "
            "change the number.",
        ),
        (
            last > most,
            "it asks how many are given out, and takes one in a second step: others come between.",
        ),
        (
            len(sales) > 1 and len(numbers) < len(right),
            "sales share a count: the key names the sale.",
        ),
        (
            numbers and min(numbers) > 1,
            "the count begins too late: INCR of a key that is not there gives 1.",
        ),
        (len(numbers) < len(right), "visitors are refused though places are left."),
        (True, "each number from 1 to the last is given to one visitor."),
    ]


def of_a_restart(given: Sequence[int], first: int) -> Likely:
    """Why three places, asked for in a new life, are not the next ones."""
    return [
        (
            first > 1 and given[:1] == [1],
            "the count is lost with the program: keep it in Valkey, without an end.",
        ),
        (
            first == 1 and given[:1] != [1],
            "something else than this Valkey remembers the count: a file, perhaps.",
        ),
        (True, "1, 2, 3 …, and 0 when all are given out."),
    ]
