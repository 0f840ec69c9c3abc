"""Java as `javac -Xlint:all -Werror` has it: a warning refuses the program, as an error does."""

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from labs.languages import Java


class StrictJava(Java):
    """The same programs, compiled with all warnings, each of which is an error."""

    flags: ClassVar[Sequence[str]] = ("-Xlint:all", "-Werror")
    complaint: ClassVar[re.Pattern[str]] = re.compile(
        r"^[\w.-]+\.java:\d+: (?:error|warning): (?P<what>.*)", re.MULTILINE
    )
    hints: ClassVar[Mapping[str, str]] = {
        r"\[rawtypes\] found raw type: (\w+)": "say of what: {0}<…>, with ? for what is not known.",
        r"\[unchecked\]": (
            "a cast looks at the outer type alone: ask `instanceof Map<?, ?>` instead of casting."
        ),
        r"\[cast\]": "the value has that type already: leave the cast out.",
        **Java.hints,
    }
