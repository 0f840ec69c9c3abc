"""The contract of E3: what every store promises while it is well."""

from labs.units.j05_4.backends import Backend, Cache

Causes = list[tuple[object, str]]
"""Symptoms and causes, from the most to the least specific."""

COPIES: dict[str, object] = {
    "7": {"title": "Dido"},
    "70": None,
    "": [],
    "O'Hara": {},
    "%": 0,
    "_": False,
    "7 ": "",
    "07": "null",
    "ŵ☃": "None",
    "a:b": -1.5,
    "a\nb": ["a", {"b": None}],
    "*": 'Zoë\'s "☃" \0 %_?',
    "Dido": {"text": "w" * 999_000},
    "dido": "w" * 1_000_000,
}
"""Keys that a careless comparison confuses, and answers that a careless encoding loses."""

PAIRS = [
    ("pages", "x"),
    ("prices", "x"),
    ("Pages", "x"),
    ("a", "bc"),
    ("ab", "c"),
    ("", "abc"),
    ("abc", ""),
    ("%", "x"),
    ("1", "1:x"),
    ("1:1", "x"),
    ("a', 'b", "c"),
    ("a", "b', 'c"),
    ('a", "b', "c"),
    ("a", 'b", "c'),
    *(pair for sign in ":/ ,.|-_#\n\0" for pair in ((f"a{sign}b", "c"), ("a", f"b{sign}c"))),
]
"""Namespaces and keys of which no two may share a copy."""


def keep_contract(backend: Backend) -> None:
    """Judge each promise of the contract."""
    first, second = backend.make("pages"), backend.make("pages")
    for cache in (first, second):
        _knows_nothing(backend, cache)
    for key, answer in COPIES.items():
        backend.remember(first, key, answer)
        _gives_back(backend, first, key, "the same object")
        _gives_back(backend, second, key, "another object on the same store")
    _keeps_all(backend, second)
    for writer, reader, newer in [
        (second, first, "newer"),
        (first, second, None),
        (second, first, "the newest"),
    ]:
        _keeps_the_newest(backend, writer, reader, newer)
    _keeps_no_object(backend, first)
    _keeps_namespaces_apart(backend)
    _hides_no_slip(backend, first)


def _knows_nothing(backend: Backend, cache: Cache) -> None:
    got = backend.recall(cache, "9998")
    backend.judge.equal(
        got,
        (False, None),
        called=f"{backend.name}: recall('9998'), of which there is no copy",
        likely=[
            (
                not got,
                "recall returns a pair: whether there is a copy, and the answer.",
            ),
            (True, "no copy: found is False, and the answer None."),
        ],
    )


def _gives_back(backend: Backend, cache: Cache, key: str, by: str) -> None:
    answer, got = COPIES[key], backend.recall(cache, key)
    if _is_copy(got, answer):
        return
    backend.judge.that(
        False,
        called=f"{backend.name}: remember({key!r}, {answer!r:.40}), then recall({key!r}) by {by}",
        got=f"{got!r:.90}",
        expected=f"{(True, answer)!r:.90}",
        likely=[
            *_why_no_pair(got),
            *_why_not_found(backend, got, answer, by_another=by != "the same object"),
            *_why_another(got, answer),
        ],
    )


def _is_copy(got: object, answer: object) -> bool:
    """Whether this is (True, answer), told apart from (1, answer), and False from 0."""
    return (
        isinstance(got, tuple) and len(got) == 2 and got[0] is True and repr(got[1]) == repr(answer)
    )


def _why_no_pair(got: object) -> Causes:
    return [
        (got is None, "nothing is returned: recall returns (True, answer)."),
        (
            not isinstance(got, tuple) or len(got) != 2,
            "recall returns a pair: True, and the answer.",
        ),
    ]


def _why_not_found(backend: Backend, got: object, answer: object, *, by_another: bool) -> Causes:
    is_missing, is_no_copy = _part(got, 0) is False, got == (False, None)
    return [
        (
            is_no_copy and by_another and backend.is_sqlite,
            "only the connection that wrote sees it: commit, by with self.db:.",
        ),
        (is_no_copy and by_another, "the copy is kept in the object, not in the store."),
        (
            is_missing and answer is None,
            "None is an answer: ask whether there is a row or raw, not whether there is an answer.",
        ),
        (
            is_missing and not answer,
            f"bool({answer!r}) is False: ask `is None` about the row or raw.",
        ),
        (
            is_missing,
            "recall does not find what remember kept: is it written at all (UPDATE adds no row), "
            "and is it the same key and namespace in both?",
        ),
    ]


def _why_another(got: object, answer: object) -> Causes:
    copy = _part(got, 1)
    return [
        (_part(got, 0) is not True, "the first is True or False, nothing else."),
        (
            copy != answer and repr(copy) in map(repr, COPIES.values()),
            "this is another key's answer: keys are compared whole, sign by sign (=, not LIKE).",
        ),
        (
            isinstance(copy, bytes | str) and copy and not isinstance(answer, str),
            "json.loads makes an answer of the text again.",
        ),
        (isinstance(copy, tuple), "fetchone gives a row: its first column is the text."),
        (
            True,
            "json.loads must undo exactly what json.dumps did; and each key has its own copy.",
        ),
    ]


def _part(got: object, place: int) -> object:
    return got[place] if isinstance(got, tuple) and len(got) == 2 else None


def _keeps_all(backend: Backend, cache: Cache) -> None:
    others = [key for key in COPIES if not _is_copy(backend.recall(cache, key), COPIES[key])]
    backend.judge.that(
        not others,
        called=f"{backend.name}: all {len(COPIES)} keys once more",
        got=f"{others} give another answer",
        expected="each its own",
        likely="one key's copy took the place of another's: compare whole keys, sign by sign "
        "(=, not LIKE).",
    )


def _keeps_the_newest(backend: Backend, writer: Cache, reader: Cache, newer: object) -> None:
    backend.remember(writer, "7", newer)
    writers, got = (backend.recall(cache, "7") for cache in (writer, reader))
    backend.judge.equal(
        got,
        (True, newer),
        called=f"{backend.name}: one object remembers {newer!r} under '7', another recalls it",
        likely=[
            (
                writers == (True, newer),
                "the object answers from a memory of its own: ask the store.",
            ),
            (True, "the older copy has stayed: the newer replaces it."),
        ],
    )


def _keeps_no_object(backend: Backend, cache: Cache) -> None:
    seats = [1, 2]
    backend.remember(cache, "seats", {"seats": seats})
    seats.append(3)
    _, copy = backend.recall(cache, "seats")
    copy["seats"].clear()
    backend.judge.equal(
        backend.recall(cache, "seats"),
        (True, {"seats": [1, 2]}),
        called=f"{backend.name}: recall, after what was given, and what came back, has been "
        "changed",
        likely="the object itself is kept: keep the text of json.dumps.",
    )


def _keeps_namespaces_apart(backend: Backend) -> None:
    caches = {namespace: backend.make(namespace) for namespace, _ in PAIRS}
    for namespace, key in PAIRS:
        backend.remember(caches[namespace], key, [namespace, key])
    for namespace, key in PAIRS:
        found, copy = backend.recall(caches[namespace], key)
        backend.judge.equal(
            (found, copy),
            (True, [namespace, key]),
            called=f"{backend.name}: recall({key!r}) in the namespace {namespace!r}, "
            f"where [{namespace!r}, {key!r}] was remembered",
            likely=[
                (
                    not found,
                    "found in no namespace: do recall and remember use the same?",
                ),
                (
                    found and copy[1:] == [key],
                    "the namespace is not in the key: both together name a copy.",
                ),
                (
                    True,
                    "a namespace and a key joined by a sign clash with another pair: keep them "
                    "apart, as in E2.",
                ),
            ],
        )


def _hides_no_slip(backend: Backend, cache: Cache) -> None:
    """Judge that an answer which JSON cannot hold is told as what it is."""
    got = "no error"
    try:
        cache.remember("a set", {1, 2})
    except Exception as error:
        got = type(error).__name__
    backend.judge.that(
        got == "TypeError",
        called=f"{backend.name}: remember('a set', {{1, 2}}), which JSON cannot hold",
        got=got,
        expected="TypeError",
        likely=[
            (got == "no error", "something else than the answer was kept: leave json.dumps as is."),
            (True, "catch the errors of the store, and nothing wider: this is a slip."),
        ],
    )
