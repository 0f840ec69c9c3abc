"""What a limit is, and what one request is told of it."""

from typing import NamedTuple

QUOTA_EXCEEDED = "https://iana.org/assignments/http-problem-types#quota-exceeded"
"""The type of a problem: a name that is written as an address, and never fetched."""


class Policy(NamedTuple):
    """`limit` requests in `seconds`, and at most `burst` of them at once."""

    name: str
    limit: int
    seconds: int
    burst: int


class Taken(NamedTuple):
    """What came of asking for one token."""

    admitted: bool
    left: int
    """Whole tokens that are still in the bucket."""
    wait: int
    """Milliseconds until it has one more than now, rounded up."""
