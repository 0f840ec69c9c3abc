"""Two connections, step by step: what can go wrong goes wrong, the same at each run."""

import sqlite3
from pathlib import Path

import pytest

from labs.judges import races


@pytest.fixture
def two(tmp_path: Path) -> "Windows":
    return Windows(tmp_path)


class Windows:
    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0

    def __call__(self) -> tuple[sqlite3.Connection, sqlite3.Connection]:
        self.count += 1
        path = self.folder / f"{self.count}.db"
        north, south = sqlite3.connect(path), sqlite3.connect(path)
        north.executescript("CREATE TABLE stock (n INTEGER); INSERT INTO stock VALUES (9)")
        return north, south


def left(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT n FROM stock").fetchone()[0])


def reads_then_writes(connection: sqlite3.Connection) -> int:
    n = left(connection) - 1
    with connection:
        connection.execute("UPDATE stock SET n = ?", (n,))
    return n


def subtracts(connection: sqlite3.Connection) -> int:
    with connection:
        return connection.execute("UPDATE stock SET n = n - 1").rowcount


def test_the_second_comes_in_before_each_step(two: Windows) -> None:
    found = races(two, reads_then_writes, reads_then_writes, look=left)
    assert [race.step.split()[0] for race in found] == ["SELECT", "BEGIN", "UPDATE", "COMMIT"]
    assert [race.found for race in found] == [7, 8, 8, 7], "lost in the two gaps"
    assert found[1].answers == (8, 8)


def test_who_is_locked_out_waits_and_begins_again(two: Windows) -> None:
    found = races(two, subtracts, subtracts, look=left)
    assert [race.found for race in found] == [7, 7, 7]
    assert [race.seen[1].changes for race in found] == [[0, 1, 0]] * 3


def test_any_other_error_is_raised(two: Windows) -> None:
    def breaks(connection: sqlite3.Connection) -> int:
        return connection.execute("SELECT nothing").rowcount

    with pytest.raises(sqlite3.OperationalError, match="nothing"):
        races(two, subtracts, breaks)
