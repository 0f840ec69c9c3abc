"""The tables that J03.2 judges with are right, by Starlette's own router."""

from starlette.routing import Match
from starlette.routing import Route as StarletteRoute

from labs.units.j03_2.tables import CASES, IN_ORDER, OTHER_CASES, OTHERS, PATTERNS


def test_starlette_finds_what_the_table_says() -> None:
    assert sorted(IN_ORDER) == sorted(PATTERNS)
    for target, route in CASES.items():
        if "%" not in target:
            scope = {"type": "http", "method": "GET", "path": target.partition("?")[0]}
            matches = ((each, *StarletteRoute(each, print).matches(scope)) for each in IN_ORDER)
            found = next((one for one in matches if one[1] is Match.FULL), None)
            got = found and (found[0], found[2]["path_params"])
            assert got == (tuple(route) if route else None), target


def test_there_are_sixty_two_targets_and_each_leads_into_its_table() -> None:
    assert len(CASES) + len(OTHER_CASES) == 62
    for patterns, cases in ((PATTERNS, CASES), (OTHERS, OTHER_CASES)):
        assert {route.pattern for route in cases.values() if route} <= set(patterns)
