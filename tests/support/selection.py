"""Which tests are run: all that `make test` runs, all there are, or what proves one unit."""

from collections.abc import Iterator

import pytest

from labs.course.units import Unit
from tests.support.units import UNITS

NONE = "none"

_BY_NOTEBOOK = {unit.path: unit.name for unit in UNITS}


def add_options(parser: pytest.Parser) -> None:
    parser.addoption(
        "--prove",
        action="store_true",
        help="Run what is marked `prove` too, and all mutants: `make prove`.",
    )
    parser.addoption(
        "--unit",
        action="append",
        default=[],
        metavar="J05.1",
        help=f"Only what belongs to this unit; repeatable. `{NONE}`: what belongs to no unit.",
    )


def check_options(config: pytest.Config) -> None:
    """Raises pytest.UsageError if there is no unit of a name that was asked for."""
    known = _BY_NOTEBOOK.values()
    if unknown := set(config.getoption("--unit")) - {NONE, *known}:
        said = f"There is no unit {', '.join(sorted(unknown))}. There are: {', '.join(known)}."
        raise pytest.UsageError(said)


def deselect(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was not asked for; pytest tells how much that is."""
    units = set(config.getoption("--unit"))
    unwanted = list(_unwanted(items, units, prove=config.getoption("--prove")))
    config.hook.pytest_deselected(items=unwanted)
    left_out = set(unwanted)
    items[:] = [item for item in items if item not in left_out]


def _unwanted(items: list[pytest.Item], units: set[str], *, prove: bool) -> Iterator[pytest.Item]:
    for item in items:
        if (units and unit_of(item) not in units) or (
            not prove and item.get_closest_marker("prove")
        ):
            yield item


def unit_of(item: pytest.Item) -> str:
    """The name of the unit that this test, or this cell under nbval, belongs to; or `none`."""
    if isinstance(item, pytest.Function):
        unit = item.callspec.params.get("unit") if hasattr(item, "callspec") else None
        return unit.name if isinstance(unit, Unit) else NONE
    return _BY_NOTEBOOK.get(item.path, NONE)
