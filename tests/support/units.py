"""The units that every gate goes through; `pytest --unit J05.1` chooses one."""

import pytest

from labs.course.units import all_units

UNITS = all_units()
if not UNITS:
    raise LookupError("There is no unit under notebooks/: the gates would pass without a look.")

each_unit = pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
