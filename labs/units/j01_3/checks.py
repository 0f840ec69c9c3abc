"""What J01.3 asks of an answer: each check is one claim."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from labs.judges import CheckFailed, Judge, Likely, judging
from labs.judges.contracts.quotes import contract
from labs.judges.wire import ANYTHING, Answer, Contract, Exchange, Step, ends, keeps, post
from labs.languages import PHP, CompileError, Java, Language, Ruby, programs
from labs.languages.served import Served
from labs.languages.telling import hint
from labs.units.j01_3.elsewhere import POINTS, elsewhere
from labs.units.j01_3.strict import StrictJava

IN_RUBY, IN_PHP, IN_JAVA = "quote.rb", "quote.php", "Quote.java"

_PROGRAMS = Path(__file__).with_name("programs")

ONE_TICKET = {"items": [{"pence": 1_000, "quantity": 1}]}


def before_all() -> None:
    """What a trial does once for all answers: keep what is compiled with them."""
    programs.give(_PROGRAMS / "Callers.java")


def _keeps(judge: Judge, language: type[Language], program: str, *contracts: Contract) -> None:
    """It does in one life, one after the other, and ends when it is asked to."""
    with _serving(judge, language, program) as service:
        try:
            for asked in contracts:
                keeps(judge, service, asked)
        except CheckFailed as failure:
            if known := hint(_SPELT, failure.parts.get("got", "")):
                failure.parts["likely"] = known
            raise
        ends(judge, service)


_SPELT = {r'Undefined constant \\?"(\w+)': "a variable begins with $: write ${}."}
"""What an error means that a service has told of itself, by its words."""


def _serving(
    judge: Judge, language: type[Language], program: str, env: Mapping[str, object] | None = None
) -> Served:
    called = f"{language.name} serves {program}"
    with judge.calling(called, expected="a program that starts", likely=_why_not_started):
        return language.serve(program, env=env)


def _why_not_started(error: Exception) -> Likely:
    unread = "that line, or the end of the one before: a sign or a word is missing, or misspelt."
    return [
        (getattr(error, "likely", ""), getattr(error, "likely", "")),
        (isinstance(error, CompileError), unread),
    ]


# --- E1: Ruby ---------------------------------------------------------------------------------


def ruby(seed: int) -> None:
    """The service in Ruby keeps the contract, its carts by this seed, and ends on SIGTERM."""
    with judging("E1: quote.rb keeps the contract") as judge:
        _keeps(judge, Ruby, IN_RUBY, contract(seed), POINTS)


def ruby_elsewhere(seed: int) -> None:
    """It keeps it from another side, too."""
    with judging("E1: quote.rb keeps the contract") as judge:
        _keeps(judge, Ruby, IN_RUBY, contract(seed), elsewhere(seed))
        _minds_ranges(judge)


_IN_RANGES = {
    "number(9, 0...10)": "9",
    "number(10, 0...10)": '"refused"',
    "number(-5, -5..5)": "-5",
    "number(-6, -5..5)": '"refused"',
    "number(10**30, 3..)": str(10**30),
    "number(2, 3..)": '"refused"',
}
"""Calls in Ruby, and what they give."""


def _minds_ranges(judge: Judge) -> None:
    """Number keeps to the range that it is given, of whatever kind."""
    programs.give(_PROGRAMS / "ask_number.rb")
    with judge.calling("number, with ranges of other kinds"):
        ran = Ruby.run("ask_number.rb", stdin="\n".join(_IN_RANGES))
    for (called, right), got in zip(_IN_RANGES.items(), ran.stdout.splitlines(), strict=True):
        judge.that(
            got == right,
            called=called,
            got=got,
            expected=right,
            likely="ask the range itself, which knows its ends: range.include?(value).",
        )


# --- E2: PHP ----------------------------------------------------------------------------------


def php(seed: int) -> None:
    """The service in PHP keeps the contract, its numbers whole ones in JSON."""
    with judging("E2: quote.php keeps the contract") as judge:
        _keeps(judge, PHP, IN_PHP, contract(seed), POINTS)


def php_elsewhere(seed: int) -> None:
    """It keeps it from another side, too."""
    with judging("E2: quote.php keeps the contract") as judge:
        _keeps(judge, PHP, IN_PHP, contract(seed), elsewhere(seed))


_NUMBERS = "E2: numbers go on, though a variable lives for one request"


def numbers(last: int = 0) -> None:
    """Each quote has the next number, in a second life of the program, too; a counter in memory
    stays 1. `last` is the number that the file holds at first.
    """
    with judging(_NUMBERS) as judge, TemporaryDirectory() as folder:
        file = Path(folder, "numbers")
        if last:
            file.write_text(str(last), encoding="utf-8")
        refused = Exchange("a cart that is refused", post("/quotes", {}), Answer(422))
        for first in (last + 1, last + 4):
            with _serving(judge, PHP, IN_PHP, {"NUMBERS": file}) as service:
                steps: list[Step] = [_numbered(first + n) for n in range(3)]
                keeps(judge, service, Contract("numbers", [*steps[:1], refused, *steps[1:]]))


def numbers_of_two() -> None:
    """Programs with a file each have numbers of their own."""
    with judging(_NUMBERS) as judge, TemporaryDirectory() as folder:
        one, other = ({"NUMBERS": Path(folder, name)} for name in ("one", "other"))
        with (
            _serving(judge, PHP, IN_PHP, one) as this,
            _serving(judge, PHP, IN_PHP, other) as that,
        ):
            for service, number in ((this, 1), (this, 2), (that, 1), (this, 3), (that, 2)):
                keeps(judge, service, Contract("numbers", [_numbered(number)]))


def _numbered(number: int) -> Exchange:
    """A quote that bears this number, by a program that has counted one request in memory."""
    causes = [
        (1, "a variable of PHP lives for one request: keep the number in the file."),
        (number - 1, "the number that was given is not what the file holds afterwards."),
        (number + 1, "a number is counted twice, or the file of another program was read."),
    ]
    return Exchange(
        f"quote number {number}",
        post("/quotes", ONE_TICKET),
        Answer(200, ANYTHING, {"X-Served": "1", "X-Quote": str(number)}),
        likely=[
            *((Answer(200, headers={"X-Quote": str(got)}), words) for got, words in causes),
            (Answer(200), "the file that $file names holds the last number, as text."),
        ],
    )


# --- E3: Java ---------------------------------------------------------------------------------


def warnings() -> None:
    """`javac -Xlint:all -Werror` has nothing to say, and nobody has silenced it."""
    called = "javac -Xlint:all -Werror Quote.java"
    with judging("E3: javac -Xlint:all -Werror has nothing to say") as judge:
        with judge.calling(called, expected="no warning", likely=_why_not_started):
            StrictJava.ready(IN_JAVA)
        StrictJava.look_for_stub(IN_JAVA)
        judge.that(
            "SuppressWarnings" not in programs.written()[IN_JAVA],
            called=called,
            got="no warning, since @SuppressWarnings stands in the program",
            expected="no warning, and nothing silenced",
            likely="do what the warning asks for, and take the @SuppressWarnings out.",
        )


def java(seed: int) -> None:
    """The service in Java keeps the contract, totals above 2^31 among it, and ends on SIGTERM."""
    with judging("E3: Quote.java keeps the contract") as judge:
        _keeps(judge, Java, IN_JAVA, contract(seed), POINTS)
        _serves_callers_apart(judge)


_BESIDE = "{fees=2140, tickets=31000, total=33140}"


def _serves_callers_apart(judge: Judge) -> None:
    """What sum gives of a list that cannot be changed, though another calls it meanwhile."""
    before_all()
    called = "sum, of a list that cannot be changed, while another calls it, too"
    with judge.calling(called, likely=_why_not_apart):
        folder = Java.ready(IN_JAVA)
        got = Java.run("Callers.java", folder, IN_JAVA.partition(".")[0]).stdout.strip()
    judge.that(
        got == _BESIDE,
        called=called,
        got=got,
        expected=_BESIDE,
        likely="what one call computes, another meets: local variables, no static ones.",
    )


def _why_not_apart(error: Exception) -> Likely:
    changes = "UnsupportedOperation" in str(error)
    return [(changes, "the list is the caller's: read it, and leave it as it is.")]


def java_elsewhere(seed: int) -> None:
    """It keeps it from another side, too."""
    with judging("E3: Quote.java keeps the contract") as judge:
        _keeps(judge, Java, IN_JAVA, contract(seed), elsewhere(seed))
