"""What a caller may wish for in an answer."""

import re
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

NO_BODY = frozenset({204, 205, 304})
"""Their answers have no body, whatever else is wished for."""

LONGEST_MS = 10_000

_HEADER = re.compile(r"(?P<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(?P<value>[\x21-\xff \t]*)")
_OF_THE_SERVER = frozenset({"connection", "content-length", "content-type", "transfer-encoding"})


class Fault(StrEnum):
    """How an answer may break."""

    CUT = "cut"
    """Half of the promised body, then the end of the connection."""
    STALL = "stall"
    """Half of the body, then nothing, until the caller hangs up."""
    SILENT = "silent"
    """Not even a head, until the caller hangs up."""


def _a_header(line: str) -> str:
    """The line, if it may stand in a head; raises ValueError."""
    match = _HEADER.fullmatch(line)
    if match is None:
        raise ValueError(f"{line!r} is no header, such as 'Retry-After: 7'")
    if match["name"].lower() in _OF_THE_SERVER:
        raise ValueError(f"{match['name']} is set by the server")
    return line


Header = Annotated[str, AfterValidator(_a_header)]


class Wish(BaseModel):
    """The query of an address; a name that is not known is refused."""

    model_config = ConfigDict(extra="forbid")

    header: list[Header] = Field(default=[], max_length=50)
    """`Name: value`; may be given more than once."""
    body: str | None = None
    type: str = Field(default="application/json", pattern=r"^[\x21-\x7e][\x20-\x7e]*$")
    delay_ms: float = Field(default=0, ge=0, le=LONGEST_MS)
    fault: Fault | None = None

    @property
    def headers(self) -> list[tuple[str, str]]:
        pairs = (line.split(":", 1) for line in self.header)
        return [(name, value.strip()) for name, value in pairs]

    def for_status(self, code: int) -> Self:
        """The wish itself, if an answer of this status can be so; raises ValueError."""
        if code in NO_BODY and (self.body or self.fault in {Fault.CUT, Fault.STALL}):
            raise ValueError(f"an answer of status {code} has no body")
        return self
