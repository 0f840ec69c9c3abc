"""A repository against a dict: random calls to both, until they differ.

    agree(judge, lambda: (SeatRepository(connect()), Model()), calls={
        "add": [SEATS], "get": [KEYS], "reprice": [KEYS, PRICES], "remove": [KEYS]})

Hypothesis chooses the calls, and shortens the sequence that shows a difference: the message
names the fewest calls after which the repository and the model disagree.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from traceback import extract_tb
from typing import Any

from labs.judges.judge import CELL, Judge, Likely


@dataclass(frozen=True)
class Outcome:
    """What a call came to: a value, or the error that it raised."""

    value: object = None
    error: Exception | None = None

    def __str__(self) -> str:
        if self.error is None:
            return repr(self.value)
        return f"{type(self.error).__name__}: {self.error}"

    def equals(self, other: "Outcome") -> bool:
        """The same value of the same type, or errors of the same type."""
        if self.error is not None or other.error is not None:
            return type(self.error) is type(other.error)
        return type(self.value) is type(other.value) and self.value == other.value


@dataclass(frozen=True)
class Difference:
    """The call after which a repository and its model differ."""

    calls: tuple[str, ...]
    """All calls up to this one, as texts: ("add('A')", "remove(1)")."""
    name: str
    arguments: tuple[object, ...]
    got: Outcome
    expected: Outcome
    stored: object = None
    """What `look` saw in the repository afterwards."""
    should_store: object = None

    @property
    def answers_differ(self) -> bool:
        """Whether the answers differ; else it is what is stored."""
        return not self.got.equals(self.expected)

    @property
    def line(self) -> str:
        """The line that raised the repository's error: the last one in a cell, if there is any."""
        error = self.got.error
        frames = extract_tb(error.__traceback__) if error else []
        theirs = [frame for frame in frames if CELL.fullmatch(frame.filename)] or frames
        return (theirs[-1].line or "").strip() if theirs else ""


class _Differ(Exception):  # noqa: N818 - it ends an example, nothing broke
    def __init__(self, difference: Difference) -> None:
        self.difference = difference
        super().__init__("the repository and the model differ")


def agree(  # noqa: PLR0913 - keyword arguments with defaults
    judge: Judge,
    new: Callable[[], tuple[Any, Any]],
    calls: Mapping[str, Sequence[Sequence[object]]],
    *,
    look: Callable[[Any], object] = lambda _: None,
    likely: Callable[[Difference], Likely] = lambda _: "",
    walks: Sequence[Sequence[tuple[Any, ...]]] = (),
    examples: int = 30,
    seed: int = 1,
) -> None:
    """Raise CheckFailed, with the shortest sequence of calls, if the two ever differ.

    `new` makes a fresh repository and its model; `calls` holds for each method's name the
    values to choose each argument from. Both must answer alike, or raise the same type of
    error; then `look` must see the same in both. `likely` gives the causes of a difference.
    The same seed makes the same calls at each run. NotImplementedError is raised as it is.

    What must not be left to chance is a walk, made as it stands on a fresh pair:
    walks=[[("add", SEAT), ("reprice", 1, 0)]].
    """
    from hypothesis import HealthCheck, Phase, Verbosity, settings
    from hypothesis import seed as seeded
    from hypothesis.configuration import set_hypothesis_home_dir
    from hypothesis.stateful import run_state_machine_as_test

    quiet = settings(
        max_examples=examples,
        stateful_step_count=8,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )

    def pair() -> _Pair:
        return _Pair(*new(), look)

    with TemporaryDirectory() as home:  # Hypothesis would leave notes in the working directory
        set_hypothesis_home_dir(home)
        try:
            run_state_machine_as_test(seeded(seed)(_machine(pair, calls)), settings=quiet)
            for walk in walks:
                walked = pair()
                for name, *arguments in walk:
                    walked.call(name, tuple(arguments))
        except _Differ as error:
            found = error.difference
        else:
            return
        finally:
            set_hypothesis_home_dir(None)
    called = "; then ".join(found.calls)
    if found.answers_differ:
        got, expected = str(found.got), str(found.expected)
        if found.line:
            got += f"\nraised by: {found.line}"
    else:
        got, expected = f"stored: {found.stored}", f"stored: {found.should_store}"
    judge.that(False, called=called, got=got, expected=expected, likely=likely(found))


class _Pair:
    """A repository and its model, and what they were told so far."""

    def __init__(self, real: object, model: object, look: Callable[[Any], object]) -> None:
        self.real, self.model, self.look = real, model, look
        self.calls: tuple[str, ...] = ()

    def call(self, name: str, arguments: tuple[object, ...]) -> None:
        """Tell both; raises _Differ if they differ then."""
        self.calls += (f"{name}({', '.join(map(repr, arguments))})",)
        got = _outcome(getattr(self.real, name), arguments)
        expected = _outcome(getattr(self.model, name), arguments)
        stored, should_store = self.look(self.real), self.look(self.model)
        found = Difference(self.calls, name, arguments, got, expected, stored, should_store)
        if found.answers_differ or stored != should_store:
            raise _Differ(found)


def _machine(new: Callable[[], _Pair], calls: Mapping[str, Sequence[Sequence[object]]]) -> type:
    """A state machine of Hypothesis that makes any call at each step."""
    from hypothesis import strategies as st
    from hypothesis.stateful import RuleBasedStateMachine, rule

    def start(self: Any) -> None:  # noqa: ANN401
        RuleBasedStateMachine.__init__(self)
        self.pair = new()

    def step(self: Any, call: tuple[str, tuple[object, ...]]) -> None:  # noqa: ANN401
        self.pair.call(*call)

    # One rule for all calls: of several, Hypothesis leaves most out in most of its examples.
    chosen = st.one_of(
        [
            st.tuples(st.just(name), st.tuples(*(st.sampled_from(list(each)) for each in choices)))
            for name, choices in calls.items()
        ]
    )
    body = {"__init__": start, "step": rule(call=chosen)(step)}
    return type("Calls", (RuleBasedStateMachine,), body)


def _outcome(method: Callable[..., object], arguments: tuple[object, ...]) -> Outcome:
    try:
        return Outcome(method(*arguments))
    except NotImplementedError:
        raise
    except Exception as error:
        return Outcome(error=error)
