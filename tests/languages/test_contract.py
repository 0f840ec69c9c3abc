"""What every language does, and what is said of every bad program: one contract for all."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from labs.course.cells import released_stub
from labs.judges import CheckFailed, judging
from labs.languages import (
    CompileError,
    LanguageError,
    LimitError,
    Limits,
    NotWrittenError,
    ProgramError,
    language_kinds,
    programs,
)
from labs.languages.compiling import compile_together
from labs.languages.errors import NeverListensError, WrongPortError
from labs.parts import npm
from labs.servers.http_client import HttpClient
from labs.servers.server import free_ports
from tests.support.processes import has_ended, working_in
from tests.support.speakers import SPEAKERS, Speaker

MB = 1 << 20

each = pytest.mark.parametrize("it", SPEAKERS, ids=lambda it: it.kind.__name__)
each_that_listens = pytest.mark.parametrize(
    "it", [it for it in SPEAKERS if it.heedless], ids=lambda it: it.kind.__name__
)


each_that_is_brought = pytest.mark.parametrize(
    "it", [it for it in SPEAKERS if it.kind.recipe], ids=lambda it: it.kind.__name__
)


@pytest.fixture(autouse=True, scope="module")
def _compiled() -> None:
    """A compiler's start is what costs: all that is asked below is compiled at once."""
    doings = ("says", "throws", "loops", "prints", "forks", "leaves", "grows")
    compile_together(
        [
            {it.program: f"\n{source}"}
            for it in SPEAKERS
            for source in (
                *(it.doing(getattr(it, doing)) for doing in doings),
                *(it.doing(words) for words in (it.broken, it.kind.stub, "")),
                *(it.serving(first) for first in ("", it.heedless)),
                it.serving().replace("PORT", "OTHER"),
            )
        ]
    )


def told(it: Speaker, source: str, kind: type[Exception] = ProgramError, **options: object) -> str:
    """What is said of this program, which fails."""
    programs.write(it.program, source)
    with pytest.raises(kind) as raised:
        it.kind.run(it.program, **options)  # type: ignore[arg-type]
    return str(raised.value)


def test_every_language_keeps_the_contract() -> None:
    assert {it.kind for it in SPEAKERS} == set(language_kinds())


@each
def test_it_is_here_and_tells_its_version(it: Speaker) -> None:
    assert it.kind.find()
    assert re.search(r"\d", it.kind.version())


@each
def test_a_program_gets_arguments_and_variables_and_is_printed_whole(it: Speaker) -> None:
    programs.write(it.program, it.doing(it.says))
    done = it.kind.run(it.program, "café", env={"WORD": "seats"})
    assert (done.stdout, done.stderr, done.code) == ("seats café\n", "", 0)


@each
def test_what_does_not_compile_is_told_in_its_words_and_the_learners_line(it: Speaker) -> None:
    said = told(it, it.doing(it.broken))
    first, where = said.splitlines()[:2]
    assert it.refused in first
    assert re.fullmatch(r"  line [34] of the cell: .+", where)  # line 4, after the magic


@each
def test_an_error_is_told_with_the_learners_line(it: Speaker) -> None:
    said = told(it, it.doing(it.throws)).splitlines()
    assert said[0].startswith(f"{it.program} failed: ")
    assert said[0].endswith(": no seats")
    assert said[1] == f"  line 4 of the cell: {it.throws}"


@each
def test_a_released_answer_has_the_stub_of_its_language(it: Speaker) -> None:
    stub = released_stub(f"%%program {it.program}\n")
    assert stub.splitlines() == [f"{it.kind.remark} YOUR CODE HERE", it.kind.stub]


@each
def test_a_stub_compiles_and_is_not_written_yet_whether_run_or_served(it: Speaker) -> None:
    said = told(it, it.doing(it.kind.stub), NotWrittenError)
    assert f"  line 4 of the cell: {it.kind.stub}" in said.splitlines()
    programs.write(it.program, it.serving(it.kind.stub))
    with pytest.raises(CheckFailed, match="not written yet"), judging("E1: it serves"):
        it.kind.serve(it.program)


@each
def test_a_loop_is_ended(it: Speaker) -> None:
    said = told(it, it.doing(it.loops), LimitError, timeout=1.5)
    assert said.startswith(f"{it.program} still ran after 1.5 s, and was ended.")


@each
def test_printing_without_end_is_ended(it: Speaker) -> None:
    said = told(it, it.doing(it.prints), LimitError, limits=Limits(output=MB))
    assert said.startswith(f"{it.program} printed more than 1 MB, and was ended.")
    assert len(said.splitlines()) <= 8


@each
def test_growing_without_end_is_ended(it: Speaker) -> None:
    said = told(it, it.doing(it.grows), LimitError, limits=Limits(memory=200 * MB))
    assert said.startswith(f"{it.program} held more than 200 MB of memory, and was ended.")


@each
def test_forking_without_end_is_ended_with_all_that_it_started(it: Speaker) -> None:
    said = told(it, it.doing(it.forks), LimitError, limits=Limits(processes=8))
    assert re.match(rf"{it.program} ran \d+ processes at once, and was ended\.", said)
    assert not working_in(programs.folder())


@each
def test_a_child_that_is_left_is_ended(it: Speaker) -> None:
    programs.write(it.program, it.doing(it.leaves))
    assert has_ended(int(it.kind.run(it.program).stdout))


# --- serving ----------------------------------------------------------------------------------


@each
def test_it_serves_at_a_free_port_and_leaves_nothing(it: Speaker) -> None:
    programs.write(it.program, it.serving())
    with it.kind.serve(it.program) as service:
        with HttpClient(service.url) as client:
            assert client.get("/").text == "seats"
        service.check()
        assert service.running
    assert not service.running
    assert service.stop().code is not None
    assert service.stop().left == ()
    assert not working_in(programs.folder())


@each_that_listens
def test_one_that_ignores_sigterm_is_killed(it: Speaker) -> None:
    programs.write(it.program, it.serving(it.heedless))
    service = it.kind.serve(it.program)
    assert service.stop(grace=0.3).code is None
    assert not working_in(programs.folder())


@each_that_listens
def test_one_that_ends_at_once_is_told(it: Speaker) -> None:
    programs.write(it.program, it.doing(""))
    with pytest.raises(ProgramError, match=r"has ended by itself \(exit code 0\)"):
        it.kind.serve(it.program)


@each
def test_one_that_cannot_start_is_told_with_its_own_words(it: Speaker) -> None:
    programs.write(it.program, it.doing(it.broken))
    with pytest.raises(ProgramError, match=re.escape(it.refused)):
        it.kind.serve(it.program)


@pytest.mark.parametrize(("lost", "starts"), [(1, 2), (9, 3)])
def test_one_that_loses_its_port_is_started_at_another(
    lost: int, starts: int, tmp_path: Path
) -> None:
    it = next(it for it in SPEAKERS if it.kind.__name__ == "Python")
    first = """
ports = open(os.environ["PORTS"], "a+")
ports.write(os.environ["PORT"] + "\\n")
ports.seek(0)
if len(ports.readlines()) <= int(os.environ["LOST"]):
    raise OSError(98, "Address already in use")
"""
    programs.write(it.program, it.serving(first))
    told = {"LOST": lost, "PORTS": tmp_path / "ports"}
    if starts > lost:
        with it.kind.serve(it.program, env=told) as service:
            assert HttpClient(service.url).get("/").text == "seats"
    else:
        with pytest.raises(ProgramError, match="Address already in use"):
            it.kind.serve(it.program, env=told)
    ports = (tmp_path / "ports").read_text().split()
    assert len(set(ports)) == len(ports) == starts


@each_that_listens
def test_one_that_listens_elsewhere_is_told(it: Speaker) -> None:
    (other,) = free_ports(1)
    programs.write(it.program, it.serving().replace("PORT", "OTHER"))
    with pytest.raises(WrongPortError, match=rf"listens on port {other}, not on \d+, as PORT says"):
        it.kind.serve(it.program, env={"OTHER": other})
    assert not working_in(programs.folder())


@each_that_listens
def test_one_that_listens_nowhere_is_told(it: Speaker) -> None:
    programs.write(it.program, it.doing(it.loops))
    with pytest.raises(NeverListensError, match="listens nowhere after 1 s, and was ended"):
        it.kind.serve(it.program, ready=1)
    assert not working_in(programs.folder())


# --- what is not there ------------------------------------------------------------------------


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A machine where nothing was brought."""
    monkeypatch.setenv("LABS_PROGRAMS", str(tmp_path / "programs"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(npm, "find_spec", lambda name: None)
    return tmp_path


def lacking(it: Speaker) -> str:
    programs.write(it.program, "")
    with pytest.raises(LanguageError) as raised:
        it.kind.run(it.program)
    return str(raised.value)


@each_that_is_brought
def test_a_runtime_that_is_missing_is_told_with_what_brings_it(
    it: Speaker, nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "runtime" in vars(it.kind):
        monkeypatch.setattr(it.kind, "runtime", replace(it.kind.runtime, places=lambda: []))
    said = lacking(it)
    assert said.endswith(
        f"run `labs install {it.kind.key}` in a terminal, then restart the kernel."
    )
    assert re.search(r"is not on this machine|or later is needed\. Found: none", said)


@pytest.mark.parametrize(
    "it", [it for it in SPEAKERS if "runtime" in vars(it.kind)], ids=lambda it: it.kind.__name__
)
def test_a_runtime_that_is_too_old_is_told_with_where_it_is(
    it: Speaker, nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = nowhere / "old"
    old.write_text("#!/bin/sh\necho 'go version go1.0.1'; echo 'javac 1.0.1'; echo 1.0.1\n")
    old.chmod(0o755)
    monkeypatch.setattr(it.kind, "runtime", replace(it.kind.runtime, places=lambda: [old]))
    assert re.search(
        rf"or later is needed\. Found: .+ [01][\d.]* \({old}\): run `labs", lacking(it)
    )


# --- as judges see it -------------------------------------------------------------------------


@each
def test_a_judge_places_what_does_not_compile_in_the_learners_line(it: Speaker) -> None:
    programs.write(it.program, it.doing(it.broken))
    with pytest.raises(CheckFailed) as raised, judging("E1: it answers"):
        it.kind.run(it.program)
    assert re.search(r"where +line [34] of the cell: \S", str(raised.value))


def test_a_judge_says_the_kind_sentence_of_the_language() -> None:
    it = next(it for it in SPEAKERS if it.kind.__name__ == "Go")
    programs.write(it.program, it.doing('x := 1; fmt.Println("seats")'))
    with pytest.raises(CheckFailed) as raised, judging("E1: it answers"):
        it.kind.run(it.program)
    assert "likely     use x, or take it out: Go wants none to spare." in str(raised.value)


def test_a_complaint_that_is_not_alone_says_how_many_follow() -> None:
    it = next(it for it in SPEAKERS if it.kind.__name__ == "Go")
    said = told(it, it.doing("x := 1; y := 2"), CompileError)
    assert "And 1 more complaint." in said.splitlines()
