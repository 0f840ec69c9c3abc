"""A `traceparent`, taken apart."""

import re

_FORM = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")


def parts_of(traceparent: str) -> tuple[str, str, str] | None:
    """Trace, parent and flags; None if it is not valid."""
    match = _FORM.fullmatch(traceparent)
    if match is None or not int(match[1], 16) or not int(match[2], 16):
        return None
    return match[1], match[2], match[3]
