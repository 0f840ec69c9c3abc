"""What the mistakes of J01.4 look like, and what they are in words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from inspect import isawaitable

from labs.judges import Likely


def why_this_hall(
    got: object, right: int | None, halls: Sequence[int], wanted: int, seats: Mapping[int, int]
) -> Likely:
    """Why it is not the first hall with room."""
    enough = [hall for hall in halls if seats[hall] >= wanted]
    return [
        (got is None and right is not None and seats[right] == wanted, "just enough is enough."),
        (
            got != right and right is not None and seats[right] == wanted and got in enough,
            f"hall {right} has just {wanted}: at least {wanted} is >= {wanted}.",
        ),
        (got is None, "None is for the case that no hall has room: a `return` is missing?"),
        (right is None, "no hall has room: return None."),
        (enough and got == max(enough, key=seats.__getitem__), "the first, not the largest."),
        (enough and got == min(enough), "in the order given, not by number."),
        (enough and got == enough[-1], "the first that has room, not the last."),
        (got in seats.values(), "return the hall, not its seats."),
        (True, "compare the seats that are left in each hall, in the order given."),
    ]


def why_these_calls(asked: Sequence[int], needed: Sequence[int]) -> Likely:
    """Why these are not the calls that were needed."""
    return [
        (
            len(set(asked)) < len(asked),
            "keep what the partner answered: each question takes its time.",
        ),
        (not asked, "ask the partner, by the client that is passed in."),
        (
            len(asked) < len(needed) and list(asked) == list(needed[: len(asked)]),
            "go on through all the halls until one has room.",
        ),
        (
            len(asked) < len(needed) and set(asked) < set(needed),
            "an answer of an earlier search is kept: seats are sold meanwhile, so ask anew.",
        ),
        (
            list(asked[: len(needed)]) == list(needed),
            "return as soon as a hall has room: the rest need not be asked.",
        ),
        (sorted(asked) == sorted(needed), "in the order in which the halls are given."),
        (True, "one question for each hall, until one has room."),
    ]


def why_this_peak(peak: int, most: int) -> Likely:
    """Why more were asked at once than agreed, or fewer."""
    return [
        (
            peak == 0,
            "the partner was asked nothing: an `await` is missing, or the client that is passed in "
            "is not the one that asks.",
        ),
        (peak == 1, "each waits for the one before: begin them together, by gather."),
        (peak < most, "not all places are used: does each hall wait for a place of its own?"),
        (peak == most + 1, "one too many: is a place taken before the call, and given back after?"),
        (peak == 10, "ten are written down somewhere: the limit is what the caller says."),
        (
            True,
            "nothing keeps this limit: one semaphore for each call of poll, shared by its halls.",
        ),
    ]


def why_these_answers(
    got: Mapping[object, object], right: Mapping[int, int | None], hall: int
) -> Likely:
    """Why this hall's answer is not the partner's."""
    answer, expected = got.get(hall, "missing"), right.get(hall)
    permuted = Counter(map(repr, got.values())) == Counter(map(repr, right.values()))
    return [
        (hall not in right or str(hall) in got, "its keys are the halls, as they were passed in."),
        (
            isinstance(answer, Exception),
            "the error stands where None belongs: gather keeps it if you ask it to.",
        ),
        (answer == "missing" and expected is None, "a hall that fails belongs in, with None."),
        (answer == "missing", "a hall is left out."),
        (permuted, "halls and answers are paired in another order than they were asked in."),
        (expected is None, "its call failed, by its status or without one: that is None."),
        (answer is None and expected == 0, "0 seats are an answer: None says that there is none."),
        (answer is None, "did a failure of another hall take this one with it?"),
        (True, "the value is seats_left."),
    ]


def why_no_list(got: object) -> Likely:
    """Why the results are no list."""
    return [
        (got is None, "a `return` is missing."),
        (isawaitable(got), "this has yet to be awaited: `await` is missing."),
        (True, "make it a list: list(…)."),
    ]
