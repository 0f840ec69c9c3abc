"""What is raised about programs: each error says what ran, what came of it, and why."""


class LanguageError(RuntimeError):
    """A language is not on this machine, or not whole; says what brings it."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback."""
        return str(self).splitlines()


class ProgramError(RuntimeError):
    """A program that cannot be run, or failed; says what ran, what came of it, and why.

    At most 8 lines, which a notebook shows without a traceback.
    """

    def __init__(self, told: str, likely: str = "") -> None:
        self.told = told
        self.likely = likely
        """The cause, in a sentence; empty if there is nothing to add."""
        super().__init__(f"{told}\nLikely: {likely}" if likely else told)

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback."""
        return str(self).splitlines()


class NotWrittenError(ProgramError, NotImplementedError):
    """The program is still a stub, or its cell was not run: judges treat both alike."""


class CompileError(ProgramError):
    """The compiler refuses the program."""


class LimitError(ProgramError):
    """It was ended for taking more than it may: time, output, memory or processes."""


class NeverListensError(LimitError):
    """It runs, but listens nowhere within its time."""


class WrongPortError(ProgramError):
    """It listens, but not on the port that PORT names."""
