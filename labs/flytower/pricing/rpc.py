"""The service's gRPC interface.

A call whose caller has gone, or whose deadline is over, is cancelled by gRPC at its next `await`.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import grpc

from labs.flytower.pricing.contract import messages, services
from labs.flytower.pricing.prices import PricedSeat, fee_for, hall

Context = grpc.aio.ServicerContext[Any, Any]

_MOST_TICKETS = 1_000


class PricingServicer:
    """Answers as pricing.proto says; what it refuses is INVALID_ARGUMENT."""

    async def Fee(self, request: Any, context: Context) -> Any:  # noqa: ANN401, N802 - gRPC's
        """The fee of one ticket."""
        return messages.FeeReply(fee_pence=await _fee(request.pence, context))

    async def Seats(self, request: Any, context: Context) -> Any:  # noqa: ANN401, N802
        """All seats in one message."""
        seats = await _hall(request.count, context)
        return messages.SeatsReply(seats=[messages.Seat(**vars(seat)) for seat in seats])

    async def EachSeat(self, request: Any, context: Context) -> AsyncIterator[Any]:  # noqa: ANN401, N802
        """A message for each seat, in their order."""
        for seat in await _hall(request.count, context):
            yield messages.Seat(**vars(seat))
            await asyncio.sleep(0)  # the place where it is cancelled

    async def Cart(self, requests: AsyncIterator[Any], context: Context) -> AsyncIterator[Any]:  # noqa: N802
        """After each ticket what all of them cost."""
        total = messages.CartTotal()
        async for item in requests:
            if total.tickets == _MOST_TICKETS:
                await context.abort(
                    grpc.StatusCode.RESOURCE_EXHAUSTED, f"A cart holds {_MOST_TICKETS} tickets."
                )
            total.fee_pence += await _fee(item.pence, context)
            total.tickets += 1
            total.pence += item.pence
            yield total


async def _fee(pence: int, context: Context) -> int:
    try:
        return fee_for(pence)
    except ValueError as error:
        await context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"{error}.")


async def _hall(count: int, context: Context) -> Iterator[PricedSeat]:
    try:
        return hall(count)
    except ValueError as error:
        await context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"{error}.")


async def start(address: str) -> tuple[grpc.aio.Server, int]:
    """A server at `host:port`, and its port: a free one is taken for port 0.

    Raises RuntimeError if nothing can listen there.
    """
    # Without SO_REUSEPORT a second one at the same port is an error, not a rival.
    server = grpc.aio.server(options=(("grpc.so_reuseport", 0),))
    services.add_PricingServicer_to_server(PricingServicer(), server)
    try:
        port = server.add_insecure_port(address)
    except RuntimeError:
        raise RuntimeError(
            f"gRPC cannot be spoken at {address}: is it taken? PRICING_GRPC_PORT=0 finds another."
        ) from None
    await server.start()
    return server, port
