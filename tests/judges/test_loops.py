"""A loop of a check's own."""

import asyncio

import pytest

from labs.judges.loops import in_a_loop, soon


def test_what_is_begun_is_awaited_in_a_loop_beside_the_running_one() -> None:
    async def notebook() -> bool:
        mine = asyncio.get_running_loop()

        async def other() -> asyncio.AbstractEventLoop:
            return asyncio.get_running_loop()

        return in_a_loop(other) is not mine

    assert asyncio.run(notebook())


def test_its_error_is_raised() -> None:
    def begin() -> asyncio.Future[None]:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        future.set_exception(LookupError("no plan"))
        return future

    with pytest.raises(LookupError, match="no plan"):
        in_a_loop(begin)


def test_what_never_happens_is_waited_for_a_while() -> None:
    looks = iter([False, False, True])
    assert soon(lambda: next(looks), 5)
    assert not soon(lambda: False, 0.01)
