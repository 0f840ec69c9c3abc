"""Work that keeps a processor busy. It stands in a file, from which other processes import it."""


def ways(row: int) -> int:
    """In how many ways guests fill a row of so many seats, if none sits beside another.

    The last seat stays empty, or it is taken and the one before it is not.
    """
    if row < 2:
        return row + 1
    return ways(row - 1) + ways(row - 2)
