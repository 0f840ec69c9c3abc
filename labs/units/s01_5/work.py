"""Work that keeps a processor busy. It stands in a file, from which other processes import it."""

CROWN = 7
"""The performance of *The Hollow Crown*, in an arena. All others are in small halls."""


def draw(performance: int) -> str:
    """The seat map of a performance as SVG: each seat, and how many heads it has before it."""
    rows, seats = (250, 48) if performance == CROWN else (12, 20)
    marks = []
    for row in range(rows):
        for seat in range(seats):
            heads = _heads(seat, row)
            marks.append(f'<circle cx="{seat}" cy="{row}" r="{heads}"/>')
    return f"<svg><title>Performance {performance}</title>{''.join(marks)}</svg>"


def _heads(seat: int, row: int) -> int:
    heads = 0
    for ahead in range(row):
        if (seat + ahead) % 7 < 2:
            heads += 1
    return heads
