"""The contracts that answers are held against, and what stands in a generated one."""

from typing import Any

Fields = dict[str, str]

OFFICE_FIELDS: Fields = {
    "AddUpRequest.seats": "texts",
    "Sum.pence": "whole number",
    "Sum.fee_pence": "whole number",
    "CheapRequest.seats": "texts",
    "CheapRequest.most_pence": "whole number",
    "SeatPrice.seat": "text",
    "SeatPrice.pence": "whole number",
    "Change.seat": "text",
    "Change.away": "yes or no",
}
OFFICE_CALLS = {
    "AddUp": "AddUpRequest → Sum",
    "Cheap": "CheapRequest → stream SeatPrice",
    "Fill": "stream Change → stream Sum",
}

TICKETS = """\
syntax = "proto3";

package flytower.tickets.v1;

service Tickets {
  rpc Look(Seat) returns (Ticket);
}

message Seat {
  string seat = 1;
}

message Ticket {
  reserved 4;
  reserved "row";

  string seat = 1;
  uint32 pence = 2;
  uint32 fee_pence = 3;
  string band = 5;
}
"""
"""The version that is out."""

OLDEST = b"\n\x03F12\x10\x94#\x18\xa5\x02\x22\x01F"
"""Seat F12 at 4,500 pence and 293: of the time when field 4 was the row, "F"."""

TICKETS_FIELDS: Fields = {
    "Seat.seat": "text",
    "Ticket.seat": "text",
    "Ticket.pence": "whole number",
    "Ticket.fee_pence": "whole number",
    "Ticket.currency": "text",
    "Ticket.aisle": "yes or no",
}

TICKETS_CALLS = {"Look": "Seat → Ticket"}

_KINDS = {9: "text", 8: "yes or no"}
_WHOLE = {3, 4, 5, 13}
"""int64, uint64, int32, uint32."""


def fields_of(pb2: Any) -> Fields:  # noqa: ANN401 - generated
    """Each field of each message, and its kind as the text of the exercise names it."""
    messages = pb2.DESCRIPTOR.message_types_by_name
    return {
        f"{name}.{field.name}": _kind(field)
        for name, message in messages.items()
        for field in message.fields
    }


def _kind(field: Any) -> str:  # noqa: ANN401
    kind = "whole number" if field.type in _WHOLE else _KINDS.get(field.type, "something else")
    return f"{kind}s" if field.is_repeated else kind


def calls_of(pb2: Any) -> dict[str, str]:  # noqa: ANN401
    """Each call of the services with what goes in and comes out."""
    return {
        name: " → ".join(
            f"{'stream ' * streams}{message.name}"
            for message, streams in (
                (call.input_type, call.client_streaming),
                (call.output_type, call.server_streaming),
            )
        )
        for service in pb2.DESCRIPTOR.services_by_name.values()
        for name, call in service.methods_by_name.items()
    }


def reserved_of(pb2: Any, message: str) -> tuple[set[int], set[str]]:  # noqa: ANN401
    """The numbers and the names that a message keeps from ever coming back."""
    from google.protobuf.descriptor_pb2 import DescriptorProto

    proto = DescriptorProto()
    pb2.DESCRIPTOR.message_types_by_name[message].CopyToProto(proto)
    numbers = {n for each in proto.reserved_range for n in range(each.start, min(each.end, 100))}
    return numbers, set(proto.reserved_name)
