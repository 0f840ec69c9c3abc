"""The figure of S12.2: what clients are told through each gateway, for each thing that happens."""

from collections.abc import Mapping

from matplotlib.patches import Patch, Rectangle

from labs.measure.charts.style import BLUE, ORANGE, SKY, VERMILION, figure

PALE = "#eeeeee"
MEANINGS = {
    VERMILION: "500: my own mistake",
    BLUE: "502: no answer, or none of use",
    SKY: "504: not in time",
    PALE: "passed on",
    ORANGE: "cut",
}


def codes(
    told: Mapping[str, Mapping[str, str]],
    title: str = "What happens behind, what the client is told, how often an upstream was asked",
) -> None:
    """A row for each thing that happens, a column for each gateway: `told[gateway][row]`.

    Texts are those of `trying.tried`: `502 x2`.
    """
    gateways = list(told)
    rows = list(told[gateways[0]])
    cut = {name: sum("cut" in text for text in told[name].values()) for name in gateways}
    words = ", ".join(f"{name} {count}" for name, count in cut.items())
    with figure(title, f"Answers that end in the middle or never come: {words}.") as (axes,):
        for row, label in enumerate(rows):
            axes.text(-0.08, row, label, ha="right", va="center", fontsize=9)
            for column, name in enumerate(gateways):
                text = told[name][label]
                colour = _colour(text)
                place = (column, row - 0.44)
                axes.add_patch(Rectangle(place, 0.95, 0.88, facecolor=colour))
                ink = "white" if colour in {BLUE, VERMILION} else "black"
                axes.text(column + 0.47, row, text, ha="center", va="center", color=ink)
        axes.set(xlim=(-0.9, len(gateways)), ylim=(len(rows) - 0.4, -0.7))
        axes.set_xticks([column + 0.47 for column in range(len(gateways))], gateways)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.set_yticks([])
        axes.grid(visible=False)
        handles = [Patch(facecolor=colour, label=text) for colour, text in MEANINGS.items()]
        axes.figure.legend(handles=handles, loc="outside lower left", ncols=len(handles))
        for spine in axes.spines.values():
            spine.set_visible(False)


def _colour(text: str) -> str:
    if "cut" in text:
        return ORANGE
    return {"500": VERMILION, "502": BLUE, "504": SKY}.get(text[:3], PALE)
