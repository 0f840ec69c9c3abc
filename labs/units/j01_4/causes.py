"""What the mistakes of J01.4 look like, and what they are in words."""

from collections.abc import Mapping, Sequence

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
    got: Mapping[int, object], right: Mapping[int, int | None], hall: int
) -> Likely:
    """Why this hall's answer is not the partner's."""
    answer, expected = got.get(hall, "missing"), right.get(hall)
    return [
        (hall not in right, "its keys are the halls, as they were passed in."),
        (
            isinstance(answer, Exception),
            "the error stands where None belongs: gather keeps it if you ask it to.",
        ),
        (answer == "missing" and expected is None, "a hall that fails belongs in, with None."),
        (answer == "missing", "a hall is left out."),
        (answer is None and expected == 0, "0 seats are an answer: None says that there is none."),
        (
            answer in right.values() and len(got) == len(right),
            "halls and answers are paired in another order than they were asked in.",
        ),
        (answer is None, "did a failure of another hall take this one with it?"),
        (True, "the value is seats_left, or None if the call failed."),
    ]


def why_these_results(got: object, items: Sequence[int]) -> Likely:
    """Why these are not the results in order."""
    right = [-item for item in items]
    if isinstance(got, list | tuple) and sorted(map(str, got)) == sorted(map(str, right)):
        return [
            (isinstance(got, tuple), "return a list."),
            (True, "in the order of the items, not of the ends: gather keeps it."),
        ]
    return [(got is None, "a `return` is missing."), (True, "a list of what work returned.")]
