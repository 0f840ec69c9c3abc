"""What J08.5 asks of posters: how they come in, lie there, and go out."""

import http.client
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from flask import Flask

from labs.judges import Judge, judging
from labs.measure import own_folder
from labs.servers.hosting_wsgi import HostedWSGI, hosted_wsgi
from labs.units.j08_5.layers import has_status, is_problem, raised
from labs.units.j08_5.memory import Weighed, weigh
from labs.units.j08_5.wire import (
    PNG_START,
    Came,
    Form,
    ask,
    asked_in_pieces,
    fetched,
    pieces_of,
    print_of,
    put_file,
)

AddPosters = Callable[[Flask, Path], None]

POSTERS = "E2: a poster comes in and goes out, in the memory of one piece"
CEILING = 3_000_000
_GATE = 5.0
"""Seconds that the first of two waits for the other; right answers rarely need them."""
_SEVEN = "/shows/7/poster"

_SHORT = (
    "the file is saved from where its stream stands: seek(0) after the look at its first bytes."
)
_NAME = "the name is the show's number, in the folder that was given: the sender's does not count."
_IN_PLACE = (
    "the old file was written over, and whoever reads it gets half of each: save it beside, "
    "then new.replace(path)."
)
_SAME_FOLDER = (
    "a move is one step only inside one file system: what comes in is saved in the folder, too."
)
_KIND = "its name and its type count for nothing: only the first bytes say what it is."
_FIRST = "201 the first time: look whether one is there before the new one takes its place."
_LEFT = "nothing but posters stays in the folder, and a refusal changes none of them."
_KEPT = "the files are in the folder, and found there by every app that has it."


@contextmanager
def served(
    judge: Judge, add_posters: AddPosters, folder: Path
) -> Iterator[tuple[HostedWSGI, Weighed]]:
    """An app with the learner's routes, at this folder."""
    app = Flask("posters")
    app.logger.disabled = True
    with judge.calling("add_posters(app, folder)"):
        add_posters(app, folder)
    weighed = weigh(app)
    weighed.weighing = False
    with hosted_wsgi(app) as site:
        yield site, weighed


def _png(size: int, seed: int) -> bytes:
    return b"".join(pieces_of(size, seed))


def _put(site: HostedWSGI, path: str, content: bytes, form: Form | None = None) -> Came:
    return put_file(site, path, [content], len(content), form or Form())


def _answers(
    asking: tuple[Judge, HostedWSGI], about: str, came: Came, status: int, likely: str = ""
) -> None:
    has_status(asking, about, came, status, likely)
    if status >= 400:
        is_problem(asking[0], about, came)


def _lies_there(
    judge: Judge, folder: Path, about: str, expected: dict[str, bytes], likely: str = ""
) -> None:
    found = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    names = sorted(path.name for path in folder.iterdir())
    short = [n for n in expected if n in found and found[n] == expected[n][len(PNG_START) :]]
    judge.that(
        names == sorted(expected),
        called=f"{about}; what the folder has then",
        got=names,
        expected=sorted(expected),
        likely=likely or (_LEFT if len(names) > len(expected) else _NAME),
    )
    for name, content in expected.items():
        judge.that(
            found[name] == content,
            called=f"{about}; what {name} holds then",
            got=f"{len(found[name]):,} bytes that begin {found[name][:8]!r}",
            expected=f"{len(content):,} bytes that begin {content[:8]!r}",
            likely=likely or (_SHORT if short else _LEFT),
        )


def posters(add_posters: AddPosters, megabytes: int) -> None:
    """Posters are kept, replaced, refused and found again; also one of so many megabytes."""
    _small(add_posters)
    _large(add_posters, megabytes)


def posters_otherwise(add_posters: AddPosters) -> None:
    """Callers hang up, the disk is full, two come at once."""
    _left_halfway(add_posters)
    _at_once(add_posters)


def _small(add_posters: AddPosters) -> None:
    folder, elsewhere = own_folder(), own_folder()
    first, second, third = _png(700_000, 1), _png(90, 2), _png(2_000, 3)
    with judging(POSTERS) as judge:
        with served(judge, add_posters, folder) as (site, _):
            _answers((judge, site), f"GET {_SEVEN}, before all", ask(site, "GET", _SEVEN), 404)
            _answers((judge, site), f"PUT {_SEVEN}", _put(site, _SEVEN, first), 201, _FIRST)
            _lies_there(judge, folder, f"PUT {_SEVEN}", {"7.png": first})
            _goes_out(judge, site, _SEVEN, first)
            os.link(folder / "7.png", elsewhere / "open")
            again = f"PUT {_SEVEN}, another picture"
            _answers((judge, site), again, _put(site, _SEVEN, second), 204, "one was there: 204.")
            _goes_out(judge, site, _SEVEN, second)
            judge.that(
                (elsewhere / "open").read_bytes() == first,
                called=f"{again}, while a reader has the old file open",
                got="the old file has changed",
                expected="the old file, as it was, for who has it open",
                likely=_IN_PLACE,
            )
            odd = Form(file="../../8.html", kind="text/html")
            came = _put(site, "/shows/8/poster", third, odd)
            _answers((judge, site), "PUT /shows/8/poster, called ../../8.html", came, 201, _KIND)
            kept = {"7.png": second, "8.png": third}
            _lies_there(judge, folder, "PUT /shows/8/poster, called ../../8.html", kept)
            _refused(judge, site, folder, kept)
        with served(judge, add_posters, folder) as (site, _):
            came = ask(site, "GET", _SEVEN)
            _answers((judge, site), f"GET {_SEVEN}, of a new app of this folder", came, 200, _KEPT)
            came = _put(site, _SEVEN, first)
            _answers((judge, site), f"PUT {_SEVEN}, to the new app", came, 204, _KEPT)
        with served(judge, add_posters, elsewhere) as (site, _):
            came = ask(site, "GET", _SEVEN)
            _answers(
                (judge, site), f"GET {_SEVEN}, of an app with another folder", came, 404, _KEPT
            )


def _goes_out(judge: Judge, site: HostedWSGI, path: str, content: bytes) -> None:
    came = ask(site, "GET", path)
    _answers((judge, site), f"GET {path}", came, 200)
    got = came.headers.get("content-type"), came.headers.get("content-length")
    judge.that(
        got == ("image/png", str(len(content))) and came.body == content,
        called=f"GET {path}",
        got=f"as {got[0]}, Content-Length {got[1]}, {len(came.body):,} bytes {came.body[:8]!r} …",
        expected=f"as image/png, Content-Length {len(content)}, the bytes that were sent",
        likely='send_file(path, mimetype="image/png") does all three.',
    )


_REFUSED: Sequence[tuple[str, Form, bytes, int]] = (
    ("a file that is called paster", Form(name="paster"), PNG_START * 2, 422),
    ("text that calls itself PNG", Form(), b"GIF89a, and more of it", 415),
    ("a file that is empty", Form(), b"", 415),
    ("the first four bytes of a PNG", Form(), PNG_START[:4], 415),
    ("a PNG with something before it", Form(), b" " + PNG_START, 415),
)


def _refused(judge: Judge, site: HostedWSGI, folder: Path, kept: dict[str, bytes]) -> None:
    for about, form, content, status in _REFUSED:
        called = f"PUT {_SEVEN}, with {about}"
        _answers((judge, site), called, _put(site, _SEVEN, content, form), status)
        _lies_there(judge, folder, called, kept)
    came = ask(site, "PUT", _SEVEN, {"Content-Type": "application/json"}, b'{"poster": 1}')
    _answers((judge, site), f"PUT {_SEVEN}, with JSON", came, 422)
    came = _put(site, "/shows/9/poster", b"no picture")
    _answers((judge, site), "PUT /shows/9/poster, with no picture", came, 415)
    _lies_there(judge, folder, "after all that was refused", kept)


def _large(add_posters: AddPosters, megabytes: int) -> None:
    """However large it is, 3 MB of memory do, in and out."""
    folder, size = own_folder(), megabytes * 1_000_000
    with judging(POSTERS) as judge, served(judge, add_posters, folder) as (site, weighed):
        weighed.weighing = True
        came = put_file(site, _SEVEN, pieces_of(size, 5), size, Form())
        called = f"PUT {_SEVEN}, {megabytes} MB"
        _answers((judge, site), called, came, 201)
        _was_light(judge, weighed.peak(0), called, "read() holds all of it: save.")
        called = f"GET {_SEVEN}, {megabytes} MB"
        got, sent = print_of(fetched(site, _SEVEN)), print_of(pieces_of(size, 5))
        judge.that(
            got == sent,
            called=called,
            got=f"{got[0]:,} bytes, with the checksum {got[1]}",
            expected=f"{sent[0]:,} bytes, with the checksum {sent[1]}, as they were sent",
        )
        likely = "read_bytes() holds all of it: send_file sends pieces."
        _was_light(judge, weighed.peak(1), called, likely)


def _was_light(judge: Judge, peak: int, called: str, likely: str) -> None:
    judge.that(
        peak < CEILING,
        called=called,
        got=f"{peak / 1e6:.1f} MB of memory, at the most",
        expected="less than 3 MB",
        likely=likely,
    )


def _left_halfway(add_posters: AddPosters) -> None:
    """Who hangs up halfway, or whose file cannot be put in place, leaves all as it was."""
    folder, old = own_folder(), _png(1_000, 6)
    with judging(POSTERS) as judge, served(judge, add_posters, folder) as (site, weighed):
        _put(site, _SEVEN, old)
        weighed.peak(0)
        for path in (_SEVEN, "/shows/9/poster"):
            form, sent, number = Form(), _png(600_000, 7), weighed.served
            with suppress(OSError, http.client.HTTPException):
                _hang_up(site, path, form, sent)
            weighed.peak(number)  # it is over
            called = f"PUT {path}, by a caller who hangs up halfway"
            _lies_there(judge, folder, called, {"7.png": old})
        moved: list[Path] = []
        with _at_each_move(folder / "7.png", moved.append):
            _answers((judge, site), f"PUT {_SEVEN}", _put(site, _SEVEN, old), 204)
        outside = [path for path in moved if not path.is_relative_to(folder.resolve())]
        judge.that(
            not outside,
            called=f"PUT {_SEVEN}; from where the new file is moved to its place",
            got=f"another folder: {outside[0].parent.name if outside else ''}",
            expected="the folder that was given",
            likely=_SAME_FOLDER,
        )
        with _at_each_move(folder / "7.png", _no_room):
            came = _put(site, _SEVEN, _png(3_000, 8))
        about = f"PUT {_SEVEN}, where the move to its place fails"
        judge.that(
            came.status >= 500 and (folder / "7.png").exists(),
            called=about,
            got=f"{came.status}, and {'no' if not (folder / '7.png').exists() else 'a'} 7.png",
            expected="500, and the old 7.png",
            likely="the new file is put in the old one's place in one step: new.replace(path).",
        )
        _goes_out(judge, site, _SEVEN, old)


def _hang_up(site: HostedWSGI, path: str, form: Form, sent: bytes) -> None:
    def half() -> Iterator[bytes]:
        yield form.start + sent
        raise ConnectionAbortedError

    length = form.length(2 * len(sent))
    asked_in_pieces(site, "PUT", path, form.headers, half(), length)


def _no_room(_: Path) -> None:
    raise OSError(28, "No space left on device")


@contextmanager
def _at_each_move(place: Path, deed: Callable[[Path], None]) -> Iterator[None]:
    """Do something with the path of a file, just before it is moved to this place."""
    kept = os.replace, os.rename

    def first(move: Callable[..., Any]) -> Callable[..., Any]:
        def moved(source: Any, target: Any, **more: Any) -> Any:  # noqa: ANN401
            if Path(target).resolve() == place.resolve():
                deed(Path(source).resolve())
            return move(source, target, **more)

        return moved

    os.replace, os.rename = map(first, kept)
    try:
        yield
    finally:
        os.replace, os.rename = kept


def _at_once(add_posters: AddPosters) -> None:
    """Two send for one show; both are answered, and one of the two pictures is there, whole."""
    folder, sent = own_folder(), [_png(800_000, 11), _png(650_000, 12)]
    gate = threading.Barrier(2)

    def wait(_: Path) -> None:
        with suppress(threading.BrokenBarrierError):
            gate.wait(_GATE)

    app = Flask("posters")
    app.logger.disabled = True
    with judging(POSTERS) as judge:
        with judge.calling("add_posters(app, folder)"):
            add_posters(app, folder)
        with (
            hosted_wsgi(app) as site,
            ThreadPoolExecutor(2) as pool,
            _at_each_move(folder / "7.png", wait),
        ):
            under_way = [pool.submit(_put, site, _SEVEN, content) for content in sent]
            answers = [each.result() for each in under_way]
            called = f"PUT {_SEVEN}, twice at once, with two pictures"
            for came in answers:
                judge.that(
                    came.status in (201, 204),
                    called=called,
                    got=f"the statuses {[each.status for each in answers]}",
                    expected="201 or 204 for each",
                    likely=f"is the name beside one that nobody else has? {raised(site, came)}",
                )
        now = (folder / "7.png").read_bytes()
        judge.that(
            now in sent,
            called=called,
            got=f"{len(now):,} bytes that are neither's",
            expected="one of the two, whole",
            likely="both wrote to one file: save under a name of its own, uuid4().",
        )
        _lies_there(judge, folder, called, {"7.png": now})
