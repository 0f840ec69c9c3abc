"""Programs in Go that are made of several files."""

import pytest

from labs.languages import CompileError, Go, programs

MAIN = "// with seats\npackage main\n\nfunc main() { println(seats(12)) }\n"
SEATS = "package main\n\nfunc seats(hall int) int { return 5 * hall }\n"


def test_a_program_is_built_with_the_files_that_it_names() -> None:
    programs.write("ask.go", MAIN)
    programs.write("seats.go", SEATS)
    programs.write("ask_more.go", MAIN.replace("12", "3"))
    assert Go.run("ask.go").stderr == "60\n"
    assert Go.run("ask_more.go").stderr == "15\n"


def test_a_mistake_is_placed_in_its_own_file() -> None:
    programs.write("ask.go", MAIN)
    programs.write("seats.go", SEATS.replace("5 * hall", "5 * halls"))
    with pytest.raises(CompileError, match=r"line 4 of the cell seats\.go: func seats"):
        Go.run("ask.go")


def test_a_file_without_main_is_no_program() -> None:
    programs.write("seats.go", SEATS)
    with pytest.raises(CompileError, match="has no func main"):
        Go.run("seats.go")
