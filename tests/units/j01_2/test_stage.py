"""A contract that is asked step by step: what was kept, what came back, and who was gone."""

from labs.datasets.quotes import LARGEST
from labs.judges.wire import Answer, AtOnce, Exchange, get
from labs.languages import Node, programs
from labs.units.j01_2 import stage
from labs.units.j01_2.carts import dearest

SERVICE = """
import { createServer } from "node:http";
createServer((request, response) => {
  if (request.url === "/dies") throw new TypeError("no");
  response.statusCode = Number(request.url.slice(1));
  response.end("ok");
}).listen(process.env.PORT, "127.0.0.1");
"""

STEPS = [
    Exchange("fine", get("/200"), Answer(200)),
    Exchange("another", get("/404"), Answer(200)),
    Exchange("the body", get("/200"), Answer(200, body="no")),
    Exchange("dies", get("/dies"), Answer(200)),
    Exchange("after that", get("/200"), Answer(200)),
]


def test_each_step_is_asked_and_nobody_answers_for_one_that_has_ended() -> None:
    programs.write("trial.mjs", SERVICE)
    once = stage.ask(lambda: Node.serve("trial.mjs"), STEPS)
    assert [outcome.kept for outcome in once] == [True, False, False, False, False]
    assert [outcome.status for outcome in once] == ["", "404", "≠", "", ""]
    assert [outcome.gone for outcome in once] == [False, False, False, True, True]
    assert once[3].got == "trial.mjs failed: TypeError: no"
    again = stage.ask(lambda: Node.serve("trial.mjs"), STEPS, again=True)
    assert again[:4] == once[:4]
    assert again[4].kept


def test_a_step_is_told_on_one_line() -> None:
    assert stage.in_words(STEPS[1]) == "another: GET /404"
    assert stage.in_words(AtOnce("rush", STEPS)) == "rush: 5 requests at once"


def test_the_dearest_cart_costs_the_largest_total_and_each_item_what_is_allowed() -> None:
    for beyond in (0, 1, 2):
        quote = dearest(beyond)
        assert quote.total == LARGEST + beyond
        assert all(5_393 <= item.pence <= 1_000_000 for item in quote.items)


LINES = """const whole: number = 1;
const text: number = "1";
const fine: string = "2";
const more: string = whole;
"""


def test_each_line_that_is_refused_is_told_and_the_program_stays() -> None:
    programs.write("lines.ts", LINES)
    assert stage.refused_lines("lines.ts") == [
        'const text: number = "1";',
        "const more: string = whole;",
    ]
    assert programs.written()["lines.ts"] == "\n" + LINES
