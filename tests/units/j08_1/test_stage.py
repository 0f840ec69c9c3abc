"""What J08.1 shows: the way through an onion, and what callers get of a service."""

from collections.abc import Callable

from labs.languages import programs
from labs.units.j08_1 import stage

SERVICE = """
import { createServer } from "node:http";
createServer((request, response) => {
  if (process.argv[2] === "ends" && request.url === "/shows/13") process.exit(0);
  if (request.url !== "/shows/13") response.end("ok");
}).listen(process.env.PORT, "127.0.0.1");
"""


def test_a_trail_notes_who_is_entered_and_left_and_how() -> None:
    trail = stage.Trail()

    def gate(request: int, call_next: Callable[[int], float]) -> float:
        return call_next(request) if request else 0.0

    show = trail.handler("show", lambda request: 1 / (request - 1))
    noted = trail.layer("gate", gate)

    def app(request: int) -> object:
        return noted(request, show)

    assert trail.follow(app, 0) == [
        ("gate", 1, "in"),
        ("gate", 1, "answer"),
        ("the caller", 0, "answer"),
    ]
    assert [step.how for step in trail.follow(app, 2)] == ["in", "in", *["answer"] * 3]
    assert [step.how for step in trail.follow(app, 1)] == ["in", "in", *["ZeroDivisionError"] * 3]
    assert [step.depth for step in trail.follow(app, 1)] == [1, 2, 2, 1, 0]


def test_who_waits_keeps_nobody_up_and_who_finds_nobody_is_told() -> None:
    programs.write("trial.mjs", SERVICE)
    seen = stage.visits("trial.mjs", "stays")
    assert [visit.came for visit in seen] == ["200", "no answer"] * 4
    assert all(visit.seconds > stage.PATIENCE / 2 for visit in seen[1::2])
    came = [visit.came for visit in stage.visits("trial.mjs", "ends")]
    assert came == ["200", "cut off", *["nobody there"] * 6]
