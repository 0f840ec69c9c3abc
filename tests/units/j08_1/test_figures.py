"""J08.1's figures, and what they say."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from labs.units.j08_1 import figures
from labs.units.j08_1.stage import Step, Visit
from tests.support.figures import said

CROSSED = [
    Step("gate", 1, "in"),
    Step("show", 2, "in"),
    Step("show", 2, "answer"),
    Step("gate", 1, "answer"),
    Step("the caller", 0, "answer"),
]
FAILED = [step._replace(how="KeyError") if step.how == "answer" else step for step in CROSSED]


def test_a_request_goes_down_and_up_again(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    figures.onion({"fine": CROSSED, "broken": FAILED, "turned": [CROSSED[0], *CROSSED[3:]]})
    assert said(capsys) == (
        "fine: gate > show, then out with an answer; broken: gate > show, then out with KeyError; "
        "turned: gate, then out with an answer."
    )
    fine, broken, turned = drawn[0].axes
    depths = [float(np.asarray(line.get_ydata())[1]) for line in fine.lines]
    assert depths == [1, 2, 2, 1, 0]
    assert [label.get_text() for label in fine.get_yticklabels()] == ["the caller", "gate", "show"]
    dashed = [line.get_linestyle() == "--" for line in broken.lines]
    assert dashed == [False, False, True, True, True]
    assert len(turned.lines) == 3


def test_callers_have_a_bar_as_long_as_they_wait(
    drawn: list[Figure], capsys: pytest.CaptureFixture[str]
) -> None:
    answered = Visit("/shows/7", "200", 0.0, 0.01)
    waits = Visit("/shows/13", "no answer", 0.1, 1.0)
    figures.waiting({"old": [answered, waits], "new": [answered, answered]})
    assert said(capsys) == "old: 1 x 200, 1 x no answer; new: 2 x 200."
    bars = [bar for bar in drawn[0].axes[0].patches if isinstance(bar, Rectangle)]
    assert [bar.get_width() for bar in bars] == [0.01, 1.0]
