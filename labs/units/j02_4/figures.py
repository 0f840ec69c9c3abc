"""Figures of database engines: what each refuses, and whom it lets through."""

from collections.abc import Mapping, Sequence

from matplotlib.patches import Rectangle

from labs.measure.charts.style import INK, VERMILION, figure


def verdicts(
    codes: Mapping[str, Mapping[str, str]], title: str = "What each database said"
) -> None:
    """A cell for each statement and each database: accepted, or refused and by which code.

    `codes` holds for each statement the code of the error by database; empty if accepted.
    """
    engines = list(next(iter(codes.values())))
    refused = {
        engine: [what for what, by_engine in codes.items() if by_engine[engine]]
        for engine in engines
    }
    text = "; ".join(f"{name} refuses {len(which)}" for name, which in refused.items())
    with figure(title, f"Of {len(codes)} statements {text}.") as (axes,):
        axes.figure.set_size_inches(9, 0.9 + 0.31 * len(codes))  # type: ignore[union-attr]
        for row, by_engine in enumerate(codes.values()):
            for column, code in enumerate(by_engine.values()):
                place = (column + 0.03, row + 0.06)
                colour = "#CFE3F1" if code else "#F7D9B5"
                axes.add_patch(Rectangle(place, 0.94, 0.88, facecolor=colour))
                axes.text(
                    column + 0.5,
                    row + 0.5,
                    f"refused: {code}" if code else "accepted",
                    ha="center",
                    va="center",
                    fontsize=9.5,
                    fontweight="normal" if code else "bold",
                )
        axes.set(xlim=(0, len(engines)), ylim=(len(codes), 0))
        axes.set_xticks([n + 0.5 for n in range(len(engines))], engines, fontweight="bold")
        axes.set_yticks([n + 0.5 for n in range(len(codes))], list(codes))
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.grid(visible=False)
        axes.spines[:].set_visible(False)


def lanes(
    runs: Mapping[str, Sequence[tuple[str, str, str | None]]],
    title: str = "Who is let through",
    refused: str = "locked",
) -> None:
    """Several who work on one database, a lane for each, and their steps in order of time.

    `runs` holds for each database its steps as (who, what, what came back); a step that came
    back as `refused` stands out, and one that was left out came back as None.
    """
    stopped = {
        name: [f"{who} {what}" for who, what, answer in steps if answer == refused]
        for name, steps in runs.items()
    }
    text = "; ".join(f"{name}: {', '.join(which) or 'nobody'}" for name, which in stopped.items())
    most = max(len(steps) for steps in runs.values())
    ticks: dict[float, str] = {}
    with figure(title, f"Told to wait, {text}.") as (axes,):
        axes.figure.set_size_inches(9, 0.8 + 1.25 * len(runs))  # type: ignore[union-attr]
        top = 0.0
        for name, steps in runs.items():
            everybody = list(dict.fromkeys(who for who, *_ in steps))
            axes.text(0.45, top - 0.1, name, fontweight="bold", va="bottom")
            for lane, who in enumerate(everybody):
                ticks[top + lane + 0.5] = who
                axes.plot([0.5, most + 0.5], [top + lane + 0.5] * 2, color="#E0E0E0", lw=1, ls="-")
            for number, (who, what, answer) in enumerate(steps, 1):
                if answer is None:
                    continue
                y = top + everybody.index(who)
                is_stopped = answer == refused
                axes.add_patch(
                    Rectangle(
                        (number - 0.46, y + 0.08),
                        0.92,
                        0.84,
                        facecolor=VERMILION if is_stopped else "#CFE3F1",
                        zorder=2.5,  # over the line of the lane
                    )
                )
                axes.text(
                    number,
                    y + 0.5,
                    f"{what}\n{answer}" if answer else what,
                    ha="center",
                    va="center",
                    fontsize=8.5,
                    linespacing=0.95,
                    color="white" if is_stopped else INK,
                    fontweight="bold" if is_stopped else "normal",
                )
            top += len(everybody) + 0.9
        axes.set(xlim=(0.45, most + 0.55), ylim=(top - 0.7, -0.7), xlabel="step")
        axes.set_xticks(range(1, most + 1))
        axes.set_yticks(list(ticks), list(ticks.values()))
        axes.tick_params(length=0)
        axes.grid(visible=False)
        axes.spines[:].set_visible(False)
