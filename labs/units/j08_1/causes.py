"""What J08.1's mistakes look like, and what they are."""

from collections.abc import Sequence

UNDER_WAY = "note the call before you call further in: the next may come while it is under way."
ENDED = "the layer has ended, its call_next has not: what was noted of its calls has to stay."
SHARED = "what belongs to one call is kept where all calls meet: make it when the layer is called."


def why_raised(error: Exception) -> str:
    """Why calling a composed handler ended with this."""
    if isinstance(error, RecursionError):
        return (
            "a function that calls itself without an end: a lambda in a loop reads the loop's "
            "names only when it is called. Hand them to a function of their own, such as wrap."
        )
    if isinstance(error, RuntimeError) and not isinstance(error, NotImplementedError):
        return SHARED
    if isinstance(error, TypeError):
        return "a layer gets a request and call_next, the handler a request alone."
    return ""


def why_this_way(heard: Sequence[str], expected: Sequence[str]) -> str:
    """Why parts were crossed in this order."""
    if sorted(heard) == sorted(expected):
        return "the first layer is the outermost: wrap the handler in the last one first."
    if len(heard) < len(expected):
        return "some part is never called, or its answer was not waited for."
    return "some part is called that is further in than the one that answered, or called twice."


def why_twice(second: object, runs: int, *, failed: bool) -> str:
    """Why a second call of call_next had this end."""
    if runs > 1:
        return (
            "note the call before you call further in: an exception leaves what stands after it."
            if failed
            else "nothing keeps count of the calls of call_next, whatever they are given."
        )
    if not isinstance(second, Exception):
        return "the second call gives something back: it has to raise."
    return "raise a RuntimeError, whatever came of the first call."
