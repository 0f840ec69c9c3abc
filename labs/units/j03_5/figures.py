"""The figure of J03.5: where a key is in the files, moment by moment."""

from collections.abc import Mapping

from matplotlib.patches import Rectangle

from labs.measure.charts.style import BLUE, INK, SKY, VERMILION, figure
from labs.units.j03_5.traces import Trace


def traces(title: str, moments: Mapping[str, Mapping[str, Trace]]) -> None:
    """A row for each moment, a bar for each file, as long as the file; orange where the key is."""
    names = list(dict.fromkeys(name for files in moments.values() for name in files))
    longest = max(file.size for files in moments.values() for file in files.values()) / 1024
    step = longest * 1.15
    text = "; ".join(f"{moment}: {_holding(files)}" for moment, files in moments.items())
    with figure(title, f"The key is in … {text}.") as (axes,):
        for row, files in enumerate(moments.values()):
            for column, name in enumerate(names):
                if name not in files:
                    continue
                left, trace = column * step, files[name]
                bar = (left, row - 0.28), max(trace.size / 1024, 0.15), 0.56
                axes.add_patch(Rectangle(*bar, fc=SKY, ec=BLUE, lw=0.8))
                for place in trace.places:
                    spot = (left + place / 1024, row - 0.42), 0.45, 0.84
                    axes.add_patch(Rectangle(*spot, fc=VERMILION, lw=0))
        for column, name in enumerate(names):
            axes.text(column * step, -0.75, name, weight="bold", color=INK, va="bottom")
        axes.set_yticks(range(len(moments)), list(moments))
        axes.set(
            xlabel="bytes of each file, from left to right (a bar of 8 KB is two pages of SQLite)"
            "\norange: the key stands here",
            xlim=(-0.3, len(names) * step),
            ylim=(len(moments) - 0.4, -1.2),
            xticks=[],
        )
        axes.tick_params(length=0)
        axes.grid(visible=False)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)


def _holding(files: Mapping[str, Trace]) -> str:
    return ", ".join(name for name, trace in files.items() if trace.places) or "no file"
