"""The figure of J07.6: how far a connection is, and when it stands still."""

from collections.abc import Collection, Sequence

from scapy.layers.inet import TCP
from scapy.packet import Packet

from labs.measure.charts.style import BLUE, COUNT, GREEN, VERMILION, figure


def progress(
    packets: Sequence[Packet],
    again: Collection[int],
    title: str = "One page on its way to Kirkwall, recorded at our door",
) -> None:
    """The bytes of a server's answer over time, as sent and as acknowledged.

    `packets` are those of one connection, `again` the positions of those that were sent again.
    """
    start = float(packets[0].time)
    door = (packets[1][TCP].sport, packets[1][TCP].seq + 1)
    sent: list[tuple[float, float]] = []
    repeated: list[tuple[float, float]] = []
    heard = [(0.0, 0.0)]
    for number, packet in enumerate(packets):
        at, tcp = 1_000 * (float(packet.time) - start), packet[TCP]
        if tcp.sport != door[0] and tcp.flags.A:
            heard.append((at, (tcp.ack - door[1]) / 1_000))
        elif len(tcp.payload):
            where = repeated if number in again else sent
            where.append((at, (tcp.seq + len(tcp.payload) - door[1]) / 1_000))
    total = 1_000 * (float(packets[-1].time) - start)
    words = (
        f"{len(sent)} packets with data, and again: "
        f"{', '.join(f'one after {at:.0f} ms' for at, _ in repeated)}; "
        f"the last packet passed after {total:.0f} ms."
    )
    with figure(title, words) as (axes,):
        axes.axvspan(0, heard[1][0], color="#E6E6E6", zorder=0, label="handshake")
        axes.step(*zip(*heard, strict=True), where="post", color=GREEN, label="acknowledged")
        axes.plot(
            *zip(*sent, strict=True), "o", color=BLUE, markersize=4, linestyle="", label="sent"
        )
        axes.plot(
            *zip(*repeated, strict=True),
            marker="X",
            color=VERMILION,
            markersize=10,
            linestyle="",
            label="sent again",
        )
        axes.set(xlim=(0, None), ylim=(0, 1.08 * sent[-1][1]), xlabel="ms since the first packet")
        axes.set(ylabel="kB of the answer")
        axes.yaxis.set_major_formatter(COUNT)
        axes.legend(loc="lower right")
