"""Programs are compiled once: for a process and its forks, and many at one start of a compiler."""

import os
import re
import shutil
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import ClassVar

import pytest

from labs.languages import CompileError, NotWrittenError, programs
from labs.languages.compiling import CompiledLanguage, Draft, compile_together
from labs.languages.telling import refuse
from labs.proof.trial import reference, try_out
from labs.proof.verdicts import Variant
from tests.support.notebooks import SETUP, tiny_course


class Shout(CompiledLanguage):
    """Python, whose compiler makes a file `loud` of a source, and refuses what has a `!` in it."""

    key: ClassVar[str] = "shout"
    name = "Shout"
    endings: ClassVar[Collection[str]] = ("shout",)
    stub: ClassVar[str] = "raise NotImplementedError('not written yet')"
    complaint: ClassVar[re.Pattern[str]] = re.compile(r"\S+:\d+: (?P<what>.+)")
    starts: ClassVar[list[list[str]]] = []
    """The programs that each start of the compiler was given."""

    @classmethod
    def find(cls) -> Path | None:
        return Path(sys.executable)

    @classmethod
    def compile(cls, drafts: Sequence[Draft]) -> Sequence[str]:
        cls.starts.append([draft.program for draft in drafts])
        return [cls._compile(draft) for draft in drafts]

    @classmethod
    def _compile(cls, draft: Draft) -> str:
        shutil.copy(draft.source, draft.folder / "loud")
        lines = draft.source.read_text().splitlines()
        return "\n".join(
            f"{draft.program}:{n}: not so loud" for n, x in enumerate(lines, 1) if "!" in x
        )

    @classmethod
    def command(cls, program: str, place: Path) -> Sequence[str | Path]:
        return [sys.executable, place / "loud"]

    @classmethod
    def environment(cls) -> dict[str, str]:
        return {}


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Shout, "starts", [])


def test_a_program_is_compiled_once_however_often_it_runs() -> None:
    programs.write("once.shout", "print('one')")
    assert [Shout.run("once.shout").stdout for _ in range(3)] == ["one\n"] * 3
    assert Shout.starts == [["once.shout"]]
    programs.write("once.shout", "print('two')")
    assert Shout.run("once.shout").stdout == "two\n"
    assert len(Shout.starts) == 2


def test_one_that_was_refused_is_refused_again_without_its_compiler() -> None:
    programs.write("loud.shout", "print('one')\nprint('two!')\nprint('three!')")
    for _ in range(2):
        with pytest.raises(CompileError) as raised:
            Shout.run("loud.shout")
        assert str(raised.value).splitlines() == [
            "loud.shout does not compile: not so loud",
            "  line 3 of the cell: print('two!')",
            "And 1 more complaint.",
            "Likely: begin with this one: what is said of later lines often comes from it.",
        ]
    assert len(Shout.starts) == 1


def test_words_of_a_compiler_that_name_no_place_are_told_as_they_are() -> None:
    with pytest.raises(CompileError) as raised:
        refuse("loud.shout", "the disk is full\n", Shout.complaint, {})
    assert str(raised.value) == "loud.shout does not compile: the disk is full"


def test_what_a_stub_keeps_from_compiling_is_not_written_yet() -> None:
    programs.write("stub.shout", f"print('one!')\n{Shout.stub}")
    with pytest.raises(NotWrittenError, match=r"line 3 of the cell: raise Not"):
        Shout.run("stub.shout")


def test_many_are_compiled_at_one_start_and_each_but_once() -> None:
    answers = [{"many.shout": f"\nprint({n})"} for n in (1, 2, 3, 2)]
    compile_together([*answers, {"other.txt": "of no language"}])
    assert Shout.starts == [["many.shout"] * 3]
    programs.write("many.shout", "print(3)\n")
    assert Shout.run("many.shout").stdout == "3\n"
    assert len(Shout.starts) == 1


def test_one_that_cannot_run_by_itself_is_not_compiled_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Shout, "can_run", lambda source: "apart" not in source)
    compile_together([{"runs.shout": "print(7)", "helps.shout": "apart = 7"}])
    assert Shout.starts == [["runs.shout"]]


def test_a_program_is_compiled_with_what_stands_in_for_another() -> None:
    kernel = {"stands.shout": "print('in!')"}
    compile_together([kernel])
    assert "not so loud" in Shout.compiled("stands.shout", kernel).said
    assert Shout.compiled("stands.shout", {"stands.shout": "print('in')"}).said == ""
    assert Shout.starts == [["stands.shout"]] * 2


def test_a_fork_finds_what_was_compiled_before() -> None:
    programs.write("forked.shout", "print('before')")
    compile_together([programs.written()])
    child = os.fork()
    if child == 0:
        found = Shout.run("forked.shout").stdout == "before\n" and len(Shout.starts) == 1
        os._exit(0 if found else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert Shout.run("forked.shout").stdout == "before\n"


def test_it_is_compiled_anew_if_what_it_imports_has_changed_and_only_then() -> None:
    programs.write("money.shout", "fee = 50")
    programs.write("apart.shout", "")
    programs.write("quote.shout", "print('with money')")
    assert list(programs.used_by("quote.shout")) == ["money.shout", "quote.shout"]
    Shout.run("quote.shout")
    programs.write("apart.shout", "changed")
    Shout.run("quote.shout")
    assert len(Shout.starts) == 1
    programs.write("money.shout", "fee = 60")
    Shout.run("quote.shout")
    assert len(Shout.starts) == 2


def test_a_name_that_another_language_has_too_compiles_nothing_anew() -> None:
    for mine in ("print(1)", "print(2)"):
        programs.write("price.rb", mine)
        programs.write("bill.shout", "print('the price')")
        Shout.run("bill.shout")
    assert len(Shout.starts) == 1


def test_programs_that_import_one_another_are_told_once() -> None:
    programs.write("a.shout", "b")
    programs.write("b.shout", "a and c")
    programs.write("c.shout", "")
    assert list(programs.used_by("a.shout")) == ["a.shout", "b.shout", "c.shout"]


CALL = """
from pathlib import Path
from labs.languages import Go

def count(cls, drafts):
    with Path({log!r}).open("a") as log:
        print(*(draft.program for draft in drafts), file=log)
    return ["" for draft in drafts]

Go.compile = classmethod(count)
"""
ANSWER = "%%program seats.go\n// BEGIN SOLUTION\npackage main\n// END SOLUTION"


def test_all_answers_of_a_trial_are_compiled_at_one_start(tmp_path: Path) -> None:
    log = tmp_path / "log"
    sources = {
        "E1-answer": ANSWER,
        "E1-twice": "from labs.languages import Go\nassert Go.ready('seats.go')",
        "j99-1-02": SETUP + CALL.format(log=str(log)),
    }
    unit = tiny_course(tmp_path / "course", sources=sources, executed=False)
    others = [
        Variant(name=name, answers={"E1-answer": f"%%program seats.go\npackage {name}"}, only="E1")
        for name in ("one", "two")
    ]
    verdicts = try_out(unit, [reference().model_copy(update={"only": "E1"}), *others])
    assert [verdict.result("E1-twice").error for verdict in verdicts] == [""] * 3
    assert log.read_text().split() == ["seats.go"] * 3
    assert len(log.read_text().splitlines()) == 1
