"""The likely causes of what J05.2's checks find, from the most to the least specific."""

from collections.abc import Collection, Sequence

from labs.judges import Likely
from labs.judges.counters import Commands
from labs.units.j05_2.stage import READS, Cut, Reading, Sold, Turn

Causes = list[tuple[object, str]]


# --- E1: a sale on the board ------------------------------------------------------------------


def of_a_counter(turn: Turn) -> Likely:
    """Why the seats left are not what they should be."""
    unchanged = turn.left == turn.left_before
    over = int(turn.left) - turn.should_be_left if turn.left else None
    return [
        (
            unchanged and turn.stray,
            f"nothing was taken off {turn.counter}, and there is a key that does not belong: "
            f"{turn.stray}. Is the key spelt right?",
        ),
        (
            unchanged,
            f"nothing was taken off {turn.counter}: another key, or a pipeline without execute()?",
        ),
        (
            over == 2 * turn.sale.seats,
            "the counter rose: DECRBY, or INCRBY with a negative number.",
        ),
        (
            over == turn.sale.seats - 1,
            "one was taken off: decrby takes the number of seats, too.",
        ),
        (True, "take sale.seats off, once."),
    ]


def of_these_lines(turn: Turn) -> Likely:
    """Why the latest lines are not what they should be."""
    lines, line, older, newest = turn.lines, turn.sale.line, turn.was.lines, turn.want.lines
    return [
        (
            turn.stray and lines == older,
            "latest has not changed, and there is a key that does not belong: "
            f"{turn.stray}. One list, latest, serves all.",
        ),
        (not lines, "no line was put into the list latest."),
        (
            older and lines == [line, *older[1:]][:50],
            "the new line took the place of the one in front: LPUSH adds one.",
        ),
        (
            line in lines and lines[0] != line,
            "the newest belongs in front: LPUSH, not RPUSH.",
        ),
        (
            lines[:50] == newest and len(lines) == 51,
            "51 lines are kept: LTRIM comes after LPUSH, and a range includes its last element, "
            "so 0 to 49 are fifty.",
        ),
        (lines[:50] == newest, "too many lines are kept: trim the list after each sale."),
        (lines == newest[:49], "49 lines are kept: 0 to 49 are fifty."),
        (
            {*lines} - {*older, line},
            "the new line is not there: push sale.line itself.",
        ),
        (
            line not in lines,
            "the new line is not there: LPUSH puts it in front, and LTRIM keeps the range from 0.",
        ),
        (True, "one line for each sale, the newest fifty of them, in front the newest."),
    ]


def of_these_scores(turn: Turn) -> Likely:
    """Why the scores are not what they should be."""
    scores, want, seats = turn.scores, turn.want.scores, turn.sale.seats
    member = str(turn.sale.performance)
    return [
        (
            scores == turn.was.scores,
            "no score has changed: ZINCRBY, with this performance as the member.",
        ),
        (
            str(seats) in scores,
            "amount and member are the wrong way round: zincrby(key, amount, member).",
        ),
        (
            not scores.keys() <= want.keys(),
            "the member is the number of the performance alone, such as 1851.",
        ),
        (
            scores.get(member) == seats,
            "the score was replaced: ZINCRBY adds to it, ZADD sets it.",
        ),
        (
            scores.get(member, 0) == want[member] - seats + 1,
            "the score rises by sale.seats, not by 1.",
        ),
        (True, "the score of this performance rises by sale.seats, once."),
    ]


def only_read(seen: Commands) -> list[str]:
    """The commands that change nothing, each once."""
    return [name for name in seen.names if name in READS]


def of_lost_sales(seen: Commands) -> Causes:
    """Why some of many sales at once were not counted."""
    read = only_read(seen)
    return [
        (
            read,
            f"{' and '.join(read)}: what was read may be old when you write. Send the change "
            "itself.",
        ),
        (
            True,
            "if the check above fails too, make it pass first; else something is computed in "
            "Python: send the change itself.",
        ),
    ]


def of_lost_lines(seen: Commands, lines: Sequence[str], of_sales: Collection[str]) -> Likely:
    """Why the lines of many sales at once are not the newest fifty."""
    too_many = len(lines) > 50
    return [
        of_lost_sales(seen)[0],
        (not lines, "no line is left: LTRIM keeps the range that it names."),
        (
            too_many and ("LTRIM", "latest", "0", "50") in seen.calls,
            "too many: a range includes its last element, so 0 to 49 are fifty.",
        ),
        (
            too_many and not seen.names.keys() & {"LTRIM", "EVAL", "EVALSHA"},
            "too many: LTRIM after every LPUSH.",
        ),
        (
            too_many,
            "too many: push first, then trim, after every sale; those who trim together and then "
            "push together add to it.",
        ),
        (
            any("older" in line for line in lines),
            "older lines have stayed, and new ones are missing: LPUSH puts each in front, LTRIM "
            "keeps the range from 0 on.",
        ),
        (
            {*lines} - {*of_sales},
            "there are lines that are not sale.line of one of these sales.",
        ),
        (True, "one line for each sale, LPUSH and then LTRIM."),
    ]


# --- E2: the board in one round trip ----------------------------------------------------------


def of_this_row(reading: Reading, row: tuple[object, ...], right: tuple[str, int | None]) -> Likely:
    """Why a row of the board is not the right one."""
    return [
        (
            any(hasattr(value, "execute") for value in row),
            "inside a pipeline a call gives the pipeline back: the replies are what execute() "
            "returns.",
        ),
        (
            not reading.seen.calls,
            "Valkey was asked nothing: a pipeline is sent by execute(), which gives the replies.",
        ),
        *_of_a_default(row, right),
        (
            row in reading.want,
            "this is the row of another performance: keep the order asked for.",
        ),
        (
            row[0] in [title for title, _ in reading.want] and row[0] != right[0],
            "this title belongs to another performance: which reply answers which question?",
        ),
        (
            row[1] != right[1],
            "these seats belong to another performance: which reply answers which question?",
        ),
        (True, "the title is the field title of the hash performance:<number>."),
    ]


def _of_a_default(row: tuple[object, ...], right: tuple[str, int | None]) -> Causes:
    title, left = row[0], row[1]
    return [
        (
            title is None,
            "a title that is missing is None: put the default in its place.",
        ),
        (title == "", "a title that is there, but empty, reads to be announced, too."),
        (
            title != right[0] == "to be announced",
            "a title that is missing reads to be announced, letter for letter.",
        ),
        (
            title == right[0] and left is None and right[1] == 0,
            "0 means sold out, None means not yet on sale: ask `is None`.",
        ),
        (
            left == 0 and right[1] is None,
            "None means not yet on sale, 0 means sold out: keep them apart.",
        ),
        (
            right[1] is not None and right[1] < 0 and left != right[1],
            "a counter below zero is shown as it is: more was sold than there is.",
        ),
        (isinstance(left, float), "seats are whole: int(...)."),
        (isinstance(left, str) and right[1] is None, "no counter is None, not a text."),
        (isinstance(left, str), "Valkey gives a number as text: int(...)."),
    ]


def of_this_cut(cut: Cut) -> Likely:
    """Why one of the board's two lists is not the right one."""
    texts, every, size = [str(one) for one in cut.got], cut.every, cut.size
    return [
        (
            list(cut.got) == every[: size + 1],
            f"one too many: a range includes its last element, so 0 to {size - 1} are {size}.",
        ),
        (
            len(every) > size and sorted(texts) == sorted(every[-size:]),
            "these are from the other end: the front of the list, or the highest scores, come "
            "first.",
        ),
        (
            {*texts} & {*cut.others},
            "these belong to the other list: replies come in the order of the questions, so "
            "latest and best have changed places.",
        ),
        (texts == cut.want, "the right ones, but not as text: a list of str."),
        (
            sorted(texts) == sorted(cut.want),
            "the right ones in another order: newest first, or highest score first.",
        ),
        (
            any(isinstance(one, tuple | list) for one in cut.got),
            "members only, without their scores.",
        ),
        (True, f"the first {size} of {cut.name}, or fewer if there are fewer."),
    ]


def of_many_trips(trips: int, seen: Commands, size: int) -> Likely:
    """Why a board takes more than one round trip."""
    return [
        (
            seen.names["WATCH"],
            "WATCH asks at once, before the pipeline is sent: nothing needs it here.",
        ),
        (
            seen.names["SCRIPT"],
            "a registered script is first looked for, then loaded: a pipeline needs one round "
            "trip.",
        ),
        (
            trips == len(seen.calls),
            "each command travels alone: put them all into one pipeline, and execute it once.",
        ),
        (
            trips >= size > 1,
            "something travels once for each performance: queue in the loop, and send once, after "
            "it.",
        ),
        (
            seen.names["EXEC"] > 1,
            "there is more than one pipeline: all questions fit into one, whatever their types.",
        ),
        (
            True,
            "a command travels beside the pipeline, or there is more than one pipeline.",
        ),
    ]


# --- E3: the last seats -----------------------------------------------------------------------

OF_ERRORS = (
    (
        "not supported between instances of 'Pipeline'",
        "inside a pipeline a call gives the pipeline back: the replies are what execute() returns.",
    ),
    (
        "must be strings or integers",
        "a key or an argument is missing: KEYS and ARGV begin at 1, and eval's first number says "
        "how many are keys.",
    ),
    (
        "WRONGTYPE",
        "a key of another type: KEYS[1] is the first one that eval hands over, KEYS[2] the second.",
    ),
    (
        "compare nil",
        "nil is no number: GET of a missing key gives false, hence or '0'; an argument that was "
        "not handed over is nil.",
    ),
    (
        "compare boolean",
        "GET of a missing key gives false, which is no number: or '0'.",
    ),
    (
        "attempt to compare",
        "what GET, KEYS and ARGV give is text: tonumber(...) makes a number of it.",
    ),
    (
        "value is not an integer or out of range script",
        "text where a number is due: which argument is ARGV[1], which is ARGV[2]?",
    ),
    ("value is not an integer", "the number of keys comes first: eval(script, 2, ...)."),
    (
        "compiling script",
        "this is no Lua yet: if ... then ... end, == for equal, ~= for unequal, local before a "
        "new name.",
    ),
    (
        "nonexistent global",
        "KEYS and ARGV are written in capitals; a name of your own begins with local.",
    ),
    ("readonly table", "a name of your own begins with local."),
)
"""Words of an error, and what lies behind it."""


def of_a_half_sale(sold: Sold) -> Likely:
    """Why counter and hash are not as they should be."""
    left, unchanged, right = sold.left, sold.left == sold.before, sold.ask.right
    return [
        (
            not sold.seen.calls,
            "Valkey was asked nothing. Is it a pipeline? Note that inside a pipeline a call gives "
            "the pipeline back, which counts as true.",
        ),
        (
            left is not None and int(left) < 0,
            f"the counter fell below zero: there must be at least {sold.ask.seats}.",
        ),
        (
            right and not sold.changes and not unchanged,
            "this number is in the hash already: ask for that first, and write nothing.",
        ),
        (
            right and not sold.changes,
            "this number is in the hash already: its entry stays as it is.",
        ),
        (
            not right and unchanged,
            "the sale was refused, and yet it stands in the hash.",
        ),
        (not right, "the sale was refused, and yet the counter has changed."),
        *(_of_an_unchanged_counter(sold) if unchanged else []),
        *(_of_this_hash(sold) if left == sold.should_be_left else []),
        (
            unchanged,
            "refused, although there are seats enough: is it >=, and is each argument where the "
            "script looks for it?",
        ),
        (True, "the counter falls by sale.seats."),
    ]


def _of_an_unchanged_counter(sold: Sold) -> Causes:
    in_the_hash, script = sold.book == sold.should_be_sold, sold.script
    look = max(script.find("HEXISTS"), script.find("HGET"))
    said_so = sold.got is True and not in_the_hash
    return [
        (
            in_the_hash and -1 < script.find("HSET") < look,
            "HSET came before the look, so the sale found its own entry: look first.",
        ),
        (in_the_hash, "the seats were not taken off the counter."),
        (
            said_so and "HEXISTS" in script,
            "True was answered, and nothing was done. In Lua 0 counts as true: is HEXISTS "
            "compared, == 1?",
        ),
        (said_so, "True was answered, and nothing was done."),
    ]


def _of_this_hash(sold: Sold) -> Causes:
    book, number, seats = sold.book, str(sold.ask.number), str(sold.ask.seats)
    field_is_value = "the field is the number of the sale, the value its seats."
    return [
        (book.get(seats) == number, field_is_value),
        (
            not book.keys() >= sold.should_be_sold.keys(),
            "the sale is not in the hash sold:<performance>, under its number.",
        ),
        (True, field_is_value),
    ]
