"""Programs of a room that ask a learner's program, in its own language, what it does."""

import json
from pathlib import Path
from typing import Any

from labs.languages import Language, programs


def asked(
    language: type[Language], asking: Path, answer: str, *arguments: str, given: object
) -> Any:  # noqa: ANN401 - what the program prints
    """What the program in the file `asking` prints, as JSON, of the learner's program `answer`.

    It gets `given` as JSON by stdin. Raises NotWrittenError or ProgramError, in the learner's
    line, if that cannot be run.
    """
    if answer not in programs.written():
        language.run(answer)  # says that its cell was not run
    return language.run(programs.give(asking), *arguments, stdin=json.dumps(given)).json()
