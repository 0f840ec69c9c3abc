"""Why an answer to J02.6 gave what it gave: symptoms and their likely causes, for its checks."""

from collections.abc import Callable, Mapping, Sequence

from labs.judges import Likely
from labs.judges.counters import Commands
from labs.units.j02_6.jobs import NAMES, WORDS, JobData
from labs.units.j02_6.stage import KEPT, OTHER, OTHERS_SEATS, Meeting, Rush, Sale, rearranged
from labs.units.j02_6.stores import STORES

Ask = Callable[..., object]
"""What `choose` says of a job under another `name` or with other `limits`."""

AN_ERROR = "an error"
LOOK_AT_THE_ANSWER = "look at what DECR answers, and give back if it is below 0."


def why_this_counter(sale: Sale) -> Likely:
    """Causes of another counter than one sale leaves, or a refusal."""
    now, before, stray = sale.after.left, sale.before.left, sale.after.stray
    return [
        (now is None, "the counter is gone: DECR and INCR change it where it is."),
        (
            sale.after.other != OTHERS_SEATS,
            f"the counter of another performance was changed: {OTHER} was {OTHERS_SEATS}, and is "
            f"{sale.after.other}.",
        ),
        (
            now == before and stray,
            f"the counter has not changed, and there is a key that does not belong: {stray}. Is it "
            "spelt right?",
        ),
        (
            not sale.due and int(now or 0) < 0,
            "no seat was left, and one was taken: give it back by INCR, or do not take it.",
        ),
        (
            not sale.due,
            "no seat was left: the counter must be as it was. Give back what was taken, once, and "
            "only then.",
        ),
        (
            now == before == "1" and sale.got is False,
            "the last seat was refused: DECR answers 0 when it took the last one, and less when "
            "there was none.",
        ),
        (now == before, "nothing was taken off the counter (or it was given back)."),
        (True, "one sale takes one seat: DECR, once."),
    ]


def why_this_answer(sale: Sale) -> Likely:
    """Causes of another answer than whether a seat was left."""
    return [
        (sale.got is None, "one of the ways out returns nothing."),
        (type(sale.got) is int, "return True or False: compare what DECR answers with 0."),
        (sale.due, "the seat was taken off the counter: True."),
        (True, "no seat was left: False."),
    ]


def why_these_lines(sale: Sale) -> Likely:
    """Causes of another list than one sale leaves, or a refusal."""
    line, old, lines = sale.line, sale.before.lines, sale.after.lines
    without = [each for each in old if each != line]
    return [
        (
            not sale.due and len(lines) < len(old),
            "the sale was refused, and a line is gone: what LTRIM cut cannot be put back. Touch "
            "the list only when the seat is yours.",
        ),
        (not sale.due, "the sale was refused: the list must stay as it was."),
        (
            sale.after.stray,
            f"there is a key that does not belong: {sale.after.stray}. One list, latest, serves "
            "all.",
        ),
        (
            not lines,
            "the list latest is empty: LPUSH the line, and LTRIM keeps the range from 0.",
        ),
        (
            line in old and lines == [line, *without][:KEPT],
            "two sales may have the same words, and are two lines: nothing is to be taken out.",
        ),
        (
            lines == old,
            "the line is not in the list: LPUSH puts it in front, and LTRIM keeps the range that "
            "begins at 0.",
        ),
        (
            lines[-1:] == [line] != lines[:1],
            "the newest belongs in front: LPUSH, not RPUSH.",
        ),
        (
            lines == [line, *old[1:]],
            "the new line took the place of the one in front: LPUSH adds one.",
        ),
        (
            lines[:KEPT] == sale.wanted,
            f"{len(lines)} lines: LTRIM latest 0 49, after each LPUSH, keeps fifty (both ends of "
            "a range belong to it).",
        ),
        (
            lines == sale.wanted[: KEPT - 1],
            "49 lines: both ends of a range belong to it, so 0 to 49 are fifty.",
        ),
        (
            line not in lines,
            "the new line is missing: push line itself, and keep the range that begins at 0.",
        ),
        (True, "one line for each sale, in front the newest, fifty at the most."),
    ]


def why_these_latest(got: object, newest: list[str], count: int) -> Likely:
    """Causes of others than the first `count` of the newest lines."""
    backwards = (newest[:count][::-1], newest[-count:], newest[-count:][::-1])
    return [
        (got is None, "nothing is returned."),
        (isinstance(got, str), "a list of lines, also if it is one: LRANGE."),
        (
            got == newest[: count + 1],
            "one too many: both ends of a range belong to it, so the last is count - 1.",
        ),
        (
            got == newest and count < len(newest),
            "these are all lines: the range ends at count - 1.",
        ),
        (
            got in backwards,
            "the newest is the first of the list, and the answer begins with it.",
        ),
        (True, "the answer is the lines from 0 to count - 1, as they lie there."),
    ]


def why_refused(meeting: Meeting) -> Likely:
    """Causes of a refusal although a seat was left."""
    return [
        (
            meeting.after.stray,
            f"there is a key that does not belong: {meeting.after.stray}.",
        ),
        (
            "GET" in meeting.sent,
            "a number that GET reads has in it what others took. The answer of your own DECR has "
            "only who came before you.",
        ),
        (
            meeting.left == 1,
            "this call took the last seat: DECR answers 0 to whoever does, and less when there was "
            "none.",
        ),
        (True, "a seat was left, so this call sells it."),
    ]


def why_below_nought(meeting: Meeting) -> Likely:
    """Causes of a counter that ends below 0."""
    return [
        ("GET" in meeting.sent, f"what GET saw was sold in between: {LOOK_AT_THE_ANSWER}"),
        (
            meeting.others.owed and meeting.got,
            "two take at once from nothing: DECR answers -2 to the second. Each answer below 0 is "
            "a refusal.",
        ),
        (True, f"more was taken than there was: {LOOK_AT_THE_ANSWER}"),
    ]


def why_another_count(meeting: Meeting) -> Likely:
    """Causes of a counter that does not fit to what was answered."""
    written = meeting.sent & {"SET", "MSET", "GETSET", "DEL"}
    stray, refused = meeting.after.stray, not meeting.got
    return [
        (
            written,
            f"the server saw {' and '.join(sorted(written))}: that wipes out what others changed "
            "in between. Take by DECR, give back by INCR.",
        ),
        (stray, f"there is a key that does not belong: {stray}."),
        (
            refused and meeting.now > meeting.wanted,
            "more was given back than taken: one INCR, and only after a DECR that was below 0.",
        ),
        (refused, "this call was refused: it gives back what it took, by INCR."),
        (True, "a sale takes one seat off the counter, by DECR."),
    ]


def why_other_lines(seen: Commands, lines: Sequence[str], *, refused: object) -> Likely:
    """Causes of other new lines than those of the sales; `refused`: one of a refused sale."""
    return [
        (
            rearranged(seen),
            f"the server saw {rearranged(seen)} on latest, and other windows push in between. "
            "LPUSH and LTRIM are enough.",
        ),
        (refused, "a refused sale left a line: push after the seat is yours."),
        (len(lines) > KEPT, "too many: LTRIM latest 0 49 comes after each LPUSH."),
        (True, "each sale adds its line by LPUSH, and LTRIM keeps fifty."),
    ]


def why_not_sold_out(rush: Rush) -> Likely:
    """Causes of a counter that is not 0 after a rush."""
    return [
        (
            rush.looked and rush.now < 0,
            "more was taken than there was, and the server saw GET: between that look and the sale "
            "others sold. Look at what DECR answers, and give back if it is below 0.",
        ),
        (rush.now < 0, f"more was taken than there was: {LOOK_AT_THE_ANSWER}"),
        (True, "a sale takes one seat by DECR, a refusal none."),
    ]


def why_so_many(rush: Rush) -> Likely:
    """Causes of another number of sales than there were seats."""
    return [
        (
            rush.looked,
            "the server saw GET: what it reads is old when the sale comes. Only DECR's own answer "
            "says who has a seat.",
        ),
        (True, "True goes to whom DECR answers 0 or more, to nobody else."),
    ]


def why_unknown(key: object, job: JobData) -> Likely:
    """Causes of a KeyError in choose."""
    return [
        (
            key in job.limits,
            f"the job has a limit for {key}: each store needs all seven names.",
        ),
        (
            key in WORDS,
            f"the job has no limit for {key}: what it does not name does not matter.",
        ),
        (
            key == job.season or (isinstance(key, tuple) and job.season in key),
            "this season was not counted in part 3: its counts follow job.season.",
        ),
        (key == job.name, "this name is not known: choose by job.limits and job.season."),
        (True, f"a dict is asked for {key!r}, and does not have it."),
    ]


def why_missed(pick: str, measure: str, job: JobData, ask: Ask) -> Likely:
    """Causes of a pick that exceeds this limit."""
    by_name = (ask(name=name) for name in NAMES)
    season = job.season
    return [
        (
            any(said not in (pick, AN_ERROR) for said in by_name),
            "with the same limits and season, and another name, choose answers otherwise: choose "
            "by the numbers, not by the name.",
        ),
        (
            (measure, pick) == ("trips", "tables"),
            "the tables of part 3 ask three questions for a page.",
        ),
        (measure == "trips", "a page takes one round trip at least, whatever the store."),
        (
            (measure, pick) == ("written", "tables"),
            "the tables write the one record of the venue.",
        ),
        (
            measure == "written",
            f"the name of the venue lies in each of the {season.evenings} pages, so this count is "
            "job.season.evenings.",
        ),
        (
            measure == "wrong",
            "a key refuses what is there already; the price and the evening only the tables look "
            "at.",
        ),
        (measure == "lost", "Valkey said yes, and had it in memory alone."),
        (
            (measure, pick) == ("sent", "keys"),
            f"the keys send every sale, here {season.sales}: this count is job.season.sales.",
        ),
        (
            measure == "sent",
            f"a record for each show, here {season.shows}: this count is job.season.shows.",
        ),
        (True, "only Valkey forgets a basket by itself; elsewhere all ten stay."),
    ]


def why_none(meets: str, limits: Mapping[str, int], ask: Ask) -> Likely:
    """Causes of None although this store meets every limit, as far as other jobs show it."""
    higher = ask(limits={measure: most + 1 for measure, most in limits.items()})
    free = [
        measure
        for measure in limits
        if ask(limits={name: most for name, most in limits.items() if name != measure}) == meets
    ]
    return [
        (
            ask(limits={}) is None,
            "for a job without any limit choose says None, too: only the limits that the job names "
            "matter.",
        ),
        (
            ask(limits={"trips": 2}) is None and ask(limits={"stale": 9}) is None,
            "for trips at most 2, and for stale at most 9, choose says None, too. Is a store asked "
            "after the first? `return None` belongs after the loop.",
        ),
        (
            higher in tuple(STORES),
            f"with each limit higher by one choose says {higher!r}. A count equal to its limit is "
            "fine: compare by <=. Else a count of yours is too high by one.",
        ),
        (
            len(free) == 1,
            f"without its limit for {''.join(free)} choose says {meets!r}: is your count of it too "
            "high?",
        ),
        (True, f"compare these counts of {meets!r} with yours."),
    ]
