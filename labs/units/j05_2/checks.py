"""What J05.2 asks of an answer: each check is one claim."""

from collections.abc import Callable, Collection, Sequence

from redis import Redis, ResponseError

from labs.judges import Judge, commands, judging
from labs.judges.counters import Commands
from labs.measure import Proxy
from labs.servers import Valkey
from labs.units.j05_2 import causes, stage
from labs.units.j05_2.stage import (
    Board,
    Cut,
    Evening,
    NewSale,
    Reading,
    Row,
    Sale,
    Sold,
    Till,
    Turn,
    at_windows,
    some_sales,
)

RecordSale = Callable[[Redis, Sale], int]
ReadBoard = Callable[[Redis, Sequence[int]], Board]
Sell = Callable[[Redis, Sale], bool]


# --- E1: a sale on the board ------------------------------------------------------------------


def board(record_sale: RecordSale, new_sale: NewSale, seed: int, older: int) -> None:
    """After each sale the three keys say what they should, and nothing else was touched."""
    with judging("E1: each sale is on the board") as judge, Valkey.start() as fresh:
        mine, client = (fresh.client(decode_responses=True) for _ in range(2))
        want = stage.open_board(mine, older)
        sales = some_sales(new_sale, 12, [7, 7, 70, 1851], seed)
        for number, sale in enumerate(sales, 1):
            called = f"record_sale(cache, {sale}), sale {number} of 12"
            was, want = want, want.after(sale)
            before = stage.text(mine, f"left:{sale.performance}")
            turn = Turn(called, sale, was, want, left_before=before)
            turn.got = record_sale(client, sale)
            turn.look(mine)
            _counter_falls(judge, turn)
            _line_is_in_front(judge, turn)
            _score_rises(judge, turn)
        judge.that(
            {*stage.keys(mine)} == stage.BOARD,
            called="12 sales, then all keys",
            got=stage.keys(mine),
            expected=sorted(stage.BOARD),
            likely="a sale changes three keys, and no others.",
        )


def _counter_falls(judge: Judge, turn: Turn) -> None:
    want = turn.should_be_left
    judge.that(
        turn.left == str(want),
        called=turn.called,
        got=f"{turn.counter} is {turn.left}, it was {turn.left_before}",
        expected=want,
        likely=causes.of_a_counter(turn),
    )
    judge.that(
        type(turn.got) is int and turn.got == want,
        called=turn.called,
        got=repr(turn.got),
        expected=want,
        likely=[
            (turn.got is None, "the seats left are not returned."),
            (isinstance(turn.got, str), "int(...) makes a number of the text."),
            (
                isinstance(turn.got, list),
                "execute() gives a list of replies: return the one of DECRBY.",
            ),
            (True, "return what DECRBY answers: the seats left of this performance."),
        ],
    )


def _line_is_in_front(judge: Judge, turn: Turn) -> None:
    lines, newest = turn.lines, turn.want.lines
    judge.that(
        lines == newest,
        called=turn.called + ", then LRANGE latest 0 -1",
        got=f"{len(lines)} lines: {lines!s:.70}",
        expected=f"{len(newest)} lines: {newest!s:.70}",
        likely=causes.of_these_lines(turn),
    )


def _score_rises(judge: Judge, turn: Turn) -> None:
    judge.equal(
        turn.scores,
        turn.want.scores,
        called=turn.called + ", then the scores of bestsellers",
        likely=causes.of_these_scores(turn),
    )


def crowd(record_sale: RecordSale, new_sale: NewSale, seed: int, windows: int) -> None:
    """Many windows sell at once, from far away; each sale is counted, by four commands."""
    sales = some_sales(new_sale, 60, [7, 1851], seed)
    called = f"60 sales at {windows} windows at once"
    with judging("E1: many windows at once, no sale lost") as judge, Valkey.start() as fresh:
        mine = fresh.client(decode_responses=True)
        mine.mset({"left:7": 500, "left:1851": 500})
        mine.rpush("latest", *(f"an older line {number}" for number in range(50)))
        with Proxy.start(fresh.url) as far, commands(mine) as seen:
            far.delay_ms = 4
            at_windows(record_sale, far.url, sales, windows)
        _each_is_counted(judge, called, mine, seen, sales)
        _newest_are_kept(judge, called, mine, seen, sales)
        only_read = causes.only_read(seen)
        judge.that(
            not only_read,
            called=called + "; the commands that Valkey saw",
            got={name: seen.names[name] for name in seen.names if name != "PING"},
            expected=f"no {' and no '.join(only_read)}",
            likely=[
                (
                    "GET" in only_read and seen.names.keys() & {"DECRBY", "INCRBY"},
                    "between DECRBY and GET others sell: DECRBY's own reply is your number.",
                ),
                (
                    True,
                    "what was read may be old when you write, even if it was right this time.",
                ),
            ],
        )
        _takes_four_commands(judge, called, seen, len(sales))


def _takes_four_commands(judge: Judge, called: str, seen: Commands, sales: int) -> None:
    spent = {name: n for name, n in seen.names.items() if name not in {"MULTI", "EXEC", "PING"}}
    judge.that(
        sum(spent.values()) <= 4 * sales,
        called=called + "; the commands that Valkey saw",
        got=spent,
        expected=f"at most {4 * sales}, four for each sale",
        likely=[
            (
                max(spent.values()) > sales,
                "one command takes all seats of a sale: decrby and zincrby are given the amount.",
            ),
            (True, "one for the counter, two for the list, one for the score."),
        ],
    )


def _each_is_counted(
    judge: Judge, called: str, mine: Redis, seen: Commands, sales: Sequence[Sale]
) -> None:
    want = {
        str(number): sum(sale.seats for sale in sales if sale.performance == number)
        for number in (7, 1851)
    }
    taken = {number: 500 - int(stage.text(mine, f"left:{number}") or 0) for number in want}
    judge.that(
        taken == want,
        called=called,
        got=f"seats taken off the counters: {taken}",
        expected=f"the seats sold: {want}",
        likely=causes.of_lost_sales(seen),
    )
    scores = stage.scores(mine)
    judge.that(
        scores == want,
        called=called,
        got=f"scores of bestsellers: {scores}",
        expected=want,
        likely=causes.of_lost_sales(seen),
    )


def _newest_are_kept(
    judge: Judge, called: str, mine: Redis, seen: Commands, sales: Sequence[Sale]
) -> None:
    lines, of_sales = stage.latest_lines(mine), {sale.line for sale in sales}
    different, older = len({*lines}), sum("older" in line for line in lines)
    judge.that(
        len(lines) == different == 50 and {*lines} <= of_sales,
        called=called,
        got=f"{len(lines)} lines in latest, {different} different, {older} older ones",
        expected="50 lines of these 60 sales, each once",
        likely=causes.of_lost_lines(seen, lines, of_sales),
    )


# --- E2: the board in one round trip ----------------------------------------------------------

EVENING = Evening(
    {1851: "Dido", 7: "The Tin Comet", 22: "The Salt Ferryman", 31: ""},
    {1851: 0, 7: 12, 404: -3, 31: 8},
    [1851, 7, 404, 22, 9, 31, 7],
    sold=15,
)
OTHER_EVENINGS = (
    Evening(
        {5: "The Quiet Orchard", 1851: "Dido", 2: ""},
        {5: 0, 31: 0, 1851: 300},
        [31, 5, 2, 1851, 5],
        sold=2,
    ),
    Evening({1: "The Paper Weaver", 2: "The Distant Meadow"}, {2: 1}, [2, 1], sold=11),
)


def rows(
    read_board: ReadBoard, new_board: type[Board], new_row: type[Row], *evenings: Evening
) -> None:
    """Rows come in the order asked for; what is missing has its default; the lists are cut."""
    for evening in evenings:
        asked = list(evening.asked)
        with (
            judging("E2: the board is right, with defaults where nothing is") as judge,
            Valkey.start() as fresh,
        ):
            mine = fresh.client(decode_responses=True)
            stage.fill(mine, evening)
            for asked_now in (asked, asked[::-1], []):
                called = f"read_board(cache, {asked_now})"
                want = [evening.row(number) for number in asked_now]
                with commands(mine) as seen:
                    got = read_board(fresh.client(decode_responses=True), asked_now)
                reading = Reading(called, asked_now, got, want, seen)
                _is_a_board(judge, reading, new_board)
                _has_these_rows(judge, reading, new_row)
                _is_cut(judge, reading, stage.latest_lines(mine), stage.best(mine))
            later = evening.later()
            stage.fill(mine, later)
            again = read_board(fresh.client(decode_responses=True), asked)
            _is_of_now(judge, again, later, mine)


def _is_of_now(judge: Judge, board: Board, evening: Evening, mine: Redis) -> None:
    """A title, a counter and the sales have changed since the last look."""
    rows = [tuple(row) for row in board.rows]
    for name, got, want in (
        ("rows", rows, [evening.row(number) for number in evening.asked]),
        ("latest", board.latest, stage.latest_lines(mine)[:3]),
        ("best", board.best, stage.best(mine)[:10]),
    ):
        judge.that(
            got == want,
            called=f"title and counter of {evening.asked[0]} change, and one more sale; read_board "
            f"once more: {name}",
            got=got,
            expected=want,
            likely="something of an older board is kept: ask Valkey for all, each time.",
        )


def _is_a_board(judge: Judge, reading: Reading, new_board: type[Board]) -> None:
    got = reading.board
    judge.that(
        isinstance(got, new_board),
        called=reading.called,
        got=f"{got!r:.90}",
        expected="a Board",
        likely=[
            (got is None, "the board is not returned."),
            (True, "return Board(rows, latest, best)."),
        ],
    )
    for name, part in zip(("rows", "latest", "best"), got, strict=True):
        judge.that(
            isinstance(part, list),
            called=f"{reading.called}.{name}",
            got=f"{part!r:.90}",
            expected="a list",
            likely="a tuple or a generator is no list: [...] or list(...) makes one.",
        )


def _has_these_rows(judge: Judge, reading: Reading, new_row: type[Row]) -> None:
    called, asked, want = reading.called, reading.asked, reading.want
    found = [tuple(row) for row in reading.board.rows]
    judge.that(
        len(found) == len(want),
        called=called,
        got=f"{len(found)} rows: {found}",
        expected=f"{len(want)} rows, one for each number",
        likely=[
            (
                len(found) == len({*asked}),
                "a number that comes twice has two rows: the board shows it in both places.",
            ),
            (
                True,
                "one row for each number that was asked for, also if nothing is known of it.",
            ),
        ],
    )
    for number, row, right in zip(asked, found, want, strict=True):
        judge.that(
            repr(row) == repr(right),
            called=f"{called}, the row of {number}",
            got=f"{row!s:.90}",
            expected=right,
            likely=causes.of_this_row(reading, row, right),
        )
    judge.that(
        all(isinstance(row, new_row) for row in reading.board.rows),
        called=called,
        got=f"{reading.board.rows!s:.90}",
        expected="[Row(title=…, left=…), …]",
        likely="a plain tuple has no row.left: make a Row(title, left) of both.",
    )


def _is_cut(judge: Judge, reading: Reading, lines: list[str], members: list[str]) -> None:
    for cut in (
        Cut("latest", 3, reading.board.latest, lines, members),
        Cut("best", 10, reading.board.best, members, lines),
    ):
        judge.that(
            list(cut.got) == cut.want,
            called=f"{reading.called}.{cut.name}",
            got=cut.got,
            expected=cut.want,
            likely=causes.of_this_cut(cut),
        )


def one_trip(read_board: ReadBoard, sizes: Sequence[int]) -> None:
    """However many rows, the proxy counts one round trip, for no more than the board shows."""
    with (
        judging("E2: one round trip, however many rows") as judge,
        Valkey.start() as fresh,
        Proxy.start(fresh.url) as far,
    ):
        mine = fresh.client(decode_responses=True)
        client = Redis.from_url(far.url, decode_responses=True)
        client.ping()
        mine.rpush("latest", *(f"sale {number}" for number in range(40)))
        mine.zadd("bestsellers", {str(number): number for number in range(40)})
        for size in sizes:
            asked = range(100, 100 + size)
            called = f"read_board(cache, {size} performances), through a proxy"
            for number in asked:
                mine.hset(f"performance:{number}", "title", f"Show {number}")
                mine.set(f"left:{number}", number)
            with commands(mine) as seen, far.counting() as count:
                board = read_board(client, asked)
            want = [(f"Show {number}", number) for number in asked]
            _is_the_whole_board(judge, called, board, want)
            _is_one_trip(judge, called, count.round_trips, seen, size)
            _is_no_more_than_shown(judge, called, mine, seen)


def _is_the_whole_board(
    judge: Judge, called: str, board: Board, want: Sequence[tuple[str, int]]
) -> None:
    found = [tuple(row) for row in board.rows]
    judge.that(
        found == want,
        called=called,
        got=f"{len(found)} rows: {found!s:.80}",
        expected=f"{len(want)} rows, from ('Show 100', 100) on",
        likely=[
            (
                len(found) != len(want),
                "one row for each performance, in the order asked for.",
            ),
            (
                True,
                "the rows are there, what is in them is not right: make the check above pass "
                "first.",
            ),
        ],
    )


def _is_one_trip(judge: Judge, called: str, trips: int, seen: Commands, size: int) -> None:
    judge.that(
        trips > 0,
        called=called,
        got="no round trip",
        expected="1 round trip",
        likely="ask the client that was passed in.",
    )
    judge.that(
        trips == 1,
        called=called,
        got=f"{trips} round trips, {len(seen.calls)} commands",
        expected="1 round trip",
        likely=causes.of_many_trips(trips, seen, size),
    )


def _is_no_more_than_shown(judge: Judge, called: str, mine: Redis, seen: Commands) -> None:
    """Each question about one of the lists is asked again, and its reply counted."""
    shown = {"latest": 3, "bestsellers": 10}
    for name, *words in seen.calls:
        if not words or words[0] not in shown:
            continue
        reply = mine.execute_command(name, *words)  # type: ignore[no-untyped-call]
        most = shown[words[0]] * (2 if "WITHSCORES" in words else 1)
        judge.that(
            not isinstance(reply, list) or len(reply) <= most,
            called=called,
            got=f"{' '.join([name, *words])}: a reply of {len(reply)}",
            expected=f"no more than the {shown[words[0]]} that the board shows",
            likely="more is asked for than is shown, and travels for nothing: the server can "
            "cut, too.",
        )


# --- E3: the last seats -----------------------------------------------------------------------


def whole(sell: Sell, new_sale: NewSale, performance: int, seats_left: int, seed: int) -> None:
    """Alone and among twenty windows: a sale is whole, once, or not at all."""
    with judging("E3: whole, once, or not at all") as judge, Valkey.start() as fresh:
        till = Till(fresh.client(decode_responses=True), performance)
        till.mine.set(till.left_key, 5)
        till.mine.hset(till.sold_key, "100", "4")
        book = till.book
        for ask in stage.ASKED:
            sold = Sold(ask, new_sale(ask.number, performance, ask.seats), book, till.left)
            with commands(till.mine) as sold.seen:
                sold.got = _answer(judge, sell, fresh, sold.sale, sold.called)
            sold.left, sold.book, book = till.left, till.book, sold.should_be_sold
            _says_yes_or_no(judge, sold)
            _changes_both_or_none(judge, sold)
            _says_what_it_did(judge, sold)
            _changes_in_one_step(judge, sold, till.keys)
            _looks_under_watch(judge, sold, till.keys)
        sale = new_sale(105, performance + 1, 1)
        called = f"sell(cache, {sale}): it has no counter"
        got = _answer(judge, sell, fresh, sale, called)
        there = stage.keys(till.mine)
        judge.that(
            got is False and len(there) == 2,
            called=called,
            got=f"{got!r}, keys {there}",
            expected=f"False, keys {sorted(till.keys)}",
            likely="no counter means no seats: nothing is written.",
        )
        till.mine.flushdb()
        till.mine.set(till.left_key, seats_left)
        crowd = some_sales(new_sale, 14, [performance], seed)
        with Proxy.start(fresh.url) as far:
            far.delay_ms = 4
            answers = at_windows(sell, far.url, crowd + crowd[:6], windows=20)
        _is_right_in_a_crowd(judge, till, answers, seats_left)


def _answer(judge: Judge, sell: Sell, fresh: Valkey, sale: Sale, called: str) -> object:
    try:
        return sell(fresh.client(decode_responses=True), sale)
    except (ResponseError, TypeError) as error:
        likely = next((cause for sign, cause in causes.OF_ERRORS if sign in str(error)), "")
        judge.that(
            not likely,
            called=called,
            got=f"{type(error).__name__}: {error}",
            expected="True or False",
            likely=likely,
        )
        raise


def _says_yes_or_no(judge: Judge, sold: Sold) -> None:
    got, right = sold.got, sold.ask.right
    judge.that(
        type(got) is bool or got is None,
        called=sold.called,
        got=repr(got),
        expected=right,
        likely=[
            (
                isinstance(got, int),
                "a script answers with the number 1 or 0, the function with True or False: "
                "compare, == 1.",
            ),
            (True, "return True or False."),
        ],
    )
    judge.that(
        got is not None,
        called=sold.called,
        got=repr(got),
        expected=right,
        likely=[
            (
                sold.script and not right,
                "no answer came: a script's `return` without a value, or false, arrives as None. "
                "Say == 1.",
            ),
            (True, "the answer is not returned."),
        ],
    )


def _changes_both_or_none(judge: Judge, sold: Sold) -> None:
    judge.that(
        (sold.left, sold.book) == (sold.should_be_left, sold.should_be_sold),
        called=sold.called,
        got=f"left {sold.left} (it was {sold.before}), sold {sold.book}",
        expected=f"left {sold.should_be_left}, sold {sold.should_be_sold}",
        likely=causes.of_a_half_sale(sold),
    )


def _says_what_it_did(judge: Judge, sold: Sold) -> None:
    right = sold.ask.right
    judge.that(
        sold.got == right,
        called=sold.called,
        got=repr(sold.got),
        expected=right,
        likely=[
            (right and not sold.changes, "a sale that was made already is answered True."),
            (
                right,
                "the sale was made, and False was answered: a script's `return 1` arrives as the "
                "number 1.",
            ),
            (True, "the answer says whether the sale was made."),
        ],
    )


def _changes_in_one_step(judge: Judge, sold: Sold, keys: Collection[str]) -> None:
    judge.that(
        sold.changes or not sold.written,
        called=sold.called,
        got=f"Valkey saw {' '.join(sold.seen.names)}",
        expected="no command that writes",
        likely=[
            (
                not sold.ask.right,
                "taken and given back: in between, others saw too few seats, even below zero.",
            ),
            (True, "nothing changes: write nothing."),
        ],
    )
    outside = sold.outside(keys)
    judge.that(
        not outside,
        called=sold.called,
        got=f"Valkey saw {sold.names}",
        expected="both changes in one step",
        likely=[
            (
                sold.seen.names["WATCH"],
                "after WATCH, commands go at once: call pipe.multi() before the changes, then they "
                "wait for execute().",
            ),
            (
                True,
                f"{''.join(outside[:1])} is a step of its own: others can see it without the other "
                "change. Use one script, or WATCH and MULTI.",
            ),
        ],
    )


def _looks_under_watch(judge: Judge, sold: Sold, keys: Collection[str]) -> None:
    judge.that(
        sold.ask.number != 103 or not sold.written or {*keys} <= sold.looked_up(),
        called=sold.called,
        got=f"Valkey saw {sold.names}",
        expected="WATCH, then both looks, then MULTI",
        likely=[
            (
                not sold.seen.names["WATCH"],
                "between looking and taking, others can take: use one script, or WATCH before you "
                "look.",
            ),
            (
                True,
                "what was looked up before WATCH may have changed unseen: WATCH first.",
            ),
        ],
    )


def _is_right_in_a_crowd(
    judge: Judge, till: Till, answers: Sequence[tuple[Sale, object]], seats_left: int
) -> None:
    called = f"20 windows at once, {seats_left} seats left, 6 of the 14 sales come twice"
    now, book = int(till.left or 0), till.book
    sold = sum(map(int, book.values()))
    judge.that(
        now >= 0,
        called=called,
        got=f"{now} seats left",
        expected="0 or more",
        likely="between looking and taking, others have taken: look inside the script, or WATCH "
        "before you look.",
    )
    judge.that(
        now == seats_left - sold,
        called=called,
        got=f"{seats_left - now} seats taken, {sold} in the hash",
        expected="as many taken as in the hash",
        likely=[
            (
                now < seats_left - sold,
                "one sale was taken twice: is its number looked for in the same step?",
            ),
            (
                True,
                "an update was lost: let the server compute, in the same step as the look.",
            ),
        ],
    )
    _is_told_in_a_crowd(judge, called, answers, now, book)


def _is_told_in_a_crowd(
    judge: Judge,
    called: str,
    answers: Sequence[tuple[Sale, object]],
    left: int,
    book: dict[str, str],
) -> None:
    in_vain = [
        sale
        for sale, said in answers
        if not said and sale.seats <= left and str(sale.number) not in book
    ]
    judge.that(
        not in_vain,
        called=called,
        got=f"refused: {in_vain[0] if in_vain else ''}, and {left} seats are left",
        expected="refused only if the seats are too few",
        likely="somebody else's sale is no reason to refuse: after a refused EXEC (WatchError), "
        "begin again. Or, in a script: its values are texts until tonumber.",
    )
    told = {str(sale.number) for sale, said in answers if said}
    judge.that(
        told == book.keys(),
        called=called,
        got=f"True for the numbers {sorted(map(int, told))}",
        expected=f"True for {sorted(map(int, book))}, which are in the hash",
        likely=[
            (told - book.keys(), "True was answered, and the sale is not in the hash."),
            (True, "a sale was made, and False was answered."),
        ],
    )
