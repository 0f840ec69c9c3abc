"""The report as a page that needs nothing else: no script, no network."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from string import Template

from labs.grading import sandbox
from labs.grading.journal import Graded
from labs.grading.report import Report, plain, points, remarks

_TEMPLATE = Path(__file__).with_name("page.html")


def as_page(report: Report) -> str:
    """The report in HTML: the summary, those to look at, and everybody."""
    flagged = report.to_look_at
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        assignment=_safe(report.assignment),
        when=f"{report.when:%d %B %Y, %H:%M}",
        submissions=f"{len(report.results):,}",
        mean=_safe(report.mean),
        look="nobody" if not flagged else f"{len(flagged):,}",
        by_hand="nobody" if not report.by_hand else f"{report.by_hand:,}",
        outcome=_safe(report.outcome),
        walls=_safe(report.walls),
        open="" if report.sandbox == sandbox.BUBBLEWRAP else "open",
        look_at="\n".join(["<h2>To look at</h2>", *map(_flagged, flagged)]) if flagged else "",
        everybody="\n".join(map(_row, report.results)),
    )


def _safe(text: str) -> str:
    return escape(plain(text))


def _flagged(one: Graded) -> str:
    items = "".join(f"<li>{_safe(remark)}</li>" for remark in remarks(one))
    kind = "error" if one.error else "flag"
    said = "not graded" if one.error else points(one)
    return (
        f'<section class="{kind}"><h3>{_safe(one.student)} <small>{said}</small></h3>'
        f"<ul>{items}</ul></section>"
    )


def _row(one: Graded) -> str:
    share = 100 * one.points / one.out_of if one.out_of and not one.error else 0
    bar = f'<span class="bar"><i style="width:{min(max(share, 0), 100):.0f}%"></i></span>'
    return (
        f"<tr><th scope=row>{_safe(one.student)}</th><td class=number>{points(one)}</td>"
        f"<td>{bar}</td><td>{', '.join(_marks(one))}</td>"
        f"<td class=number>{one.seconds:.1f}</td></tr>"
    )


def _marks(one: Graded) -> Iterator[str]:
    if one.error:
        yield "<b class=error>not graded</b>"
    elif one.flags:
        yield "<b class=flag>look</b>"
    if one.skipped:
        yield "not changed"
