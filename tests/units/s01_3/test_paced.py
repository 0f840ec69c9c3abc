"""Programs whose races are stepped."""

from labs.units.s01_3.paced import paced

OFFICE = """\
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
class Office { Map<Show, java.util.concurrent.atomic.AtomicInteger> left; }
"""


def test_an_atomic_integer_is_the_one_beside_the_program() -> None:
    made = paced({"Office.java": OFFICE, "page.rb": ""})
    assert sorted(made) == ["AtomicInteger.java", "Office.java"]
    lines = made["Office.java"].splitlines()
    assert lines[1:] == ["", "class Office { Map<Show, AtomicInteger> left; }"]
