"""Go's race detector: a race is told as an error, in the learner's lines; the rest is as in Go."""

import re
import subprocess
from pathlib import Path

import pytest

from labs.judges import CheckFailed, judging
from labs.languages import GoRace, LanguageError, ProgramError, programs
from labs.parts import InstallError, gorace
from labs.parts.gorace import c_compiler, needs_c
from labs.servers.http_client import HttpClient

COUNTS = """package main

import (
	"fmt"
	"sync"
)

func main() {
	total := 0
	var lock sync.Mutex
	var workers sync.WaitGroup
	lock.Lock()
	for range 2 {
		workers.Go(func() {
			lock.Lock()
			defer lock.Unlock()
			total++
		})
	}
	total++
	lock.Unlock()
	workers.Wait()
	fmt.Println(total)
}
"""
RACES = COUNTS.replace("\ttotal++\n\tlock.Unlock()\n", "\tlock.Unlock()\n\ttotal++\n")
"""Its lines 18 and 22 race, of which either may come first."""

LIKELY = (
    "two goroutines use the same variable and nothing orders them: "
    "give it a mutex, or hand it over in a channel."
)


def test_what_a_lock_orders_is_no_race() -> None:
    programs.write("pool.go", COUNTS)
    done = GoRace.run("pool.go")
    assert (done.stdout, done.stderr, done.code) == ("3\n", "", 0)


def test_a_race_is_told_with_both_lines_and_what_to_do() -> None:
    programs.write("pool.go", RACES)
    with pytest.raises(ProgramError) as raised:
        GoRace.run("pool.go")
    first, where = raised.value.told.splitlines()
    lines = re.fullmatch(
        r"pool\.go failed: DATA RACE: (?:read|written) in pool\.go:(\d+), "
        r"(?:read|written) before in pool\.go:(\d+)",
        first,
    )
    assert lines
    assert {*lines.groups()} == {"18", "22"}
    assert where == f"  line {lines[1]} of the cell: total++"
    assert raised.value.likely == LIKELY


def test_a_judge_says_it_of_the_learners_line() -> None:
    programs.write("pool.go", RACES)
    with pytest.raises(CheckFailed) as raised, judging("E1: it counts"):
        GoRace.run("pool.go")
    assert re.search(r"where +line (18|22) of the cell: total\+\+", str(raised.value))
    assert f"likely     {LIKELY[:40]}" in str(raised.value)


REPORT = """seats are sold
==================
WARNING: DATA RACE
Write at 0x00c00009c3f0 by goroutine 7:
  runtime.mapassign_fast64()
      internal/runtime/maps/runtime_fast64.go:196 +0x0
  main.main.func1()
      pool.go:18 +0x44

Previous read at 0x00c00009c3f0 by main goroutine:
  runtime.mapaccess1_fast64()
      internal/runtime/maps/runtime_fast64.go:17 +0x0
  main.main()
      ./pool.go:22 +0x44

Goroutine 7 (running) created at:
  sync.(*WaitGroup).Go()
      sync/waitgroup.go:238 +0x72
==================
"""


@pytest.mark.parametrize(
    ("code", "report", "told"),
    [
        (66, REPORT, "DATA RACE: written in pool.go:18, read before in pool.go:22"),
        (66, REPORT.replace("./pool", "gone"), "DATA RACE: written in pool.go:18, read before"),
        (2, REPORT + "panic: no seats\n", "panic: no seats"),
        (66, "I say 66 myself\n", ""),
    ],
    ids=["in a map", "where the detector has forgotten a place", "a panic", "an exit of its own"],
)
def test_what_a_report_means(code: int, report: str, told: str) -> None:
    programs.write("pool.go", COUNTS)
    assert GoRace.failure(code, report)[0].what == told


SERVES = """package main

import (
	"net/http"
	"os"
)

var asked int

func count(w http.ResponseWriter, _ *http.Request) {
	go func() { asked++ }()
}

func main() {
	http.HandleFunc("/", count)
	panic(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
"""


def test_a_race_ends_a_program_that_serves_and_is_told() -> None:
    programs.write("pool.go", SERVES)
    with GoRace.serve("pool.go") as service, HttpClient(service.url) as client:
        assert client.get("/").text == ""
        client.get("/")
        with pytest.raises(ProgramError, match=r"DATA RACE: .* in pool\.go:12, .* in pool\.go:12"):
            service.check(patience=10)


WAITS = """package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	jobs := make(chan int)
	var workers sync.WaitGroup
	workers.Go(func() {
		for job := range jobs {
			fmt.Println(job)
		}
	})
	jobs <- 1
	workers.Wait()
	time.Sleep(time.Hour)
}
"""


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (WAITS, "failed: fatal error: all goroutines are asleep - deadlock!"),
        (WAITS.replace("workers.Wait()", ""), "still ran after 1 s, and was ended."),
    ],
    ids=["a deadlock", "a sleep"],
)
def test_a_deadlock_is_told_from_what_only_takes_long(source: str, told: str) -> None:
    programs.write("pool.go", source)
    with pytest.raises(ProgramError) as raised:
        GoRace.run("pool.go", timeout=1)
    lines = raised.value.told.splitlines()
    assert lines[0] == f"pool.go {told}"
    assert ("  line 19 of the cell: workers.Wait()" in lines) == ("deadlock" in told)


# --- what it takes ----------------------------------------------------------------------------


def program(place: Path, script: str) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"#!/bin/sh\n{script}\n")
    place.chmod(0o755)
    return place


@pytest.fixture
def no_compiler(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A Linux without a C compiler; PATH is `bin`."""
    monkeypatch.setattr(gorace.platform, "system", lambda: "Linux")
    monkeypatch.setattr(gorace, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path


def test_a_compiler_of_the_path_is_taken_if_it_has_headers(no_compiler: Path) -> None:
    program(no_compiler / "bin" / "cc", "echo 'stdlib.h: No such file' >&2; exit 1")
    assert c_compiler() == ""
    clang = program(
        no_compiler / "bin" / "clang", """echo '#define __VERSION__ "Debian Clang 14.0.6"'"""
    )
    assert c_compiler() == str(clang)


def test_without_one_zig_is_taken(no_compiler: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zig = program(no_compiler / "a wheel" / "zig", "echo 0.17.1")
    wheel = type("Spec", (), {"origin": str(zig.with_name("__init__.py"))})
    monkeypatch.setattr(gorace, "find_spec", lambda name: wheel)
    assert c_compiler() == f"'{zig}' cc"
    variables = GoRace.recipe.variables(no_compiler)
    assert variables["CC"] == c_compiler()
    assert variables["CGO_ENABLED"] == "1"
    assert variables["ZIG_GLOBAL_CACHE_DIR"] == str(no_compiler / "zig")
    shut_in = GoRace.recipe.variables(no_compiler / "that cannot be written")
    assert "ZIG_GLOBAL_CACHE_DIR" not in shut_in


def test_without_any_it_is_said_and_what_brings_one(no_compiler: Path) -> None:
    assert GoRace.find() is None
    with pytest.raises(LanguageError, match=r"no C compiler, .* run `labs install gorace`"):
        GoRace.check()


def test_on_macos_none_is_needed(no_compiler: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gorace.platform, "system", lambda: "Darwin")
    assert not needs_c()
    assert GoRace.recipe.variables(no_compiler)["CGO_ENABLED"] == "0"
    assert GoRace.find()


@pytest.mark.parametrize(
    ("code", "told"),
    [(66, ""), (0, "It finds no race"), (1, "unexpected memory mapping")],
    ids=["it detects the race", "it does not", "it does not run"],
)
def test_a_detector_that_was_brought_is_tried(
    code: int, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(GoRace, "build", lambda draft, library: "")
    ran = subprocess.CompletedProcess([], code, stderr=told if code == 1 else "")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: ran)
    if told:
        with pytest.raises(InstallError, match=rf"{told}[\s\S]*does not run here[\s\S]*apt"):
            GoRace.verify(tmp_path / "README")
    else:
        GoRace.verify(tmp_path / "README")
