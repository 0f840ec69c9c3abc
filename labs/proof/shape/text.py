"""Rules about what a learner reads."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from labs.course.units import all_units
from labs.proof.ending import ending, ends_with
from labs.proof.shape.sheet import Sheet, place, visible

WORDS = range(800, 1_801)
MINUTES = range(30, 61)
OBJECTIVES = range(3, 6)

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)[^)]*\)")
_IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<target>[^)\s]+)[^)]*\)")
_IMAGE_TAG = re.compile(r"<img\b[^>]*>")
_URL_HOST = re.compile(r"\b(?:https?|wss?|ftp)://(?:[^\s/@]*@)?(\[[^\]]*\]|[^\s/:\"'`)]*)")
_LOCAL_HOST = re.compile(
    r"localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1\]|.*\{.*|(.*\.)?example(\.(com|net|org))?"
    r"|.*\.(test|invalid|localhost)|\.*",
)
_ABSOLUTE = re.compile(
    r"(?<![\w.~])(?:/(?:home|Users|root|tmp|private|var/folders)/[\w.-]+|[A-Z]:\\\w+)"
)
_MINUTES = re.compile(r"\*\*Time\*\*\s*(\d+) minutes")


def _opens_with_a_title(sheet: Sheet) -> Iterator[str]:
    if not sheet.opening.startswith("# "):
        yield "The first cell does not begin with a title. Begin it with `# ` and the title."


def _opening_says_what_to_expect(sheet: Sheet) -> Iterator[str]:
    for part in ("After this you can", "Not here", "**Needs**"):
        if part not in sheet.opening:
            yield f"The first cell lacks {part!r}. Add it, as the other units have it."
    if "start.ipynb" not in " ".join(_LINK.findall(sheet.opening)):
        yield "The first cell has no link to the start page. Add [Start page](../../start.ipynb)."


def _time_is_one_sitting(sheet: Sheet) -> Iterator[str]:
    match = _MINUTES.search(sheet.opening)
    if not match or int(match[1]) not in MINUTES:
        yield (
            f"The first cell does not name a time from {MINUTES.start} to {MINUTES.stop - 1}"
            " minutes. Add `**Time** 45 minutes`, or split the unit."
        )


def _objectives_are_few(sheet: Sheet) -> Iterator[str]:
    _, found, after = sheet.opening.partition("After this you can")
    count = len(re.findall(r"^[-*] ", after.partition("**Not here")[0], re.MULTILINE))
    if found and count not in OBJECTIVES:
        yield (
            f"The first cell has {count} objectives, not {OBJECTIVES.start} to"
            f" {OBJECTIVES.stop - 1}. List what the learner can do afterwards."
        )


def _ends_as_all_units_end(sheet: Sheet) -> Iterator[str]:
    for heading in ("What breaks in production", "In other stacks", "Recap"):
        if not re.search(rf"^## {heading}\b", sheet.text, re.MULTILINE):
            yield f"There is no section `## {heading}`. Write one, near the end."
    if "Go deeper" not in sheet.text:
        yield "There is no `**Go deeper:**`. Name up to three sources in the last cell."
    if not any(link.endswith("#feedback") for link in _LINK.findall(sheet.text)):
        yield "There is no feedback link. End with [Tell us](../../start.ipynb#feedback)."


def _ends_with_its_check_and_the_next(sheet: Sheet) -> Iterator[str]:
    units = all_units(sheet.unit.root)
    if not ends_with(sheet.notebook, ending(sheet.unit, units)):
        yield (
            "The last cell is not the one with this unit's `labs check` and the link to the next."
            " Make it with `labs coverage --write`."
        )


def _length_is_one_sitting(sheet: Sheet) -> Iterator[str]:
    count = words(sheet.text)
    if count not in WORDS:
        yield (
            f"The text has {count:,} words, not {WORDS.start} to {WORDS.stop - 1:,} (hints and"
            " hidden explanations not counted). Cut or split it, or explain more."
        )


def _links_resolve(sheet: Sheet) -> Iterator[str]:
    folder = sheet.unit.path.parent
    for cell in sheet.markdown:
        targets = _LINK.findall(cell.source)
        targets += [match["target"] for match in _IMAGE.finditer(cell.source)]
        for target in targets:
            if not _is_here(folder, target):
                yield f"{place(cell)} links to {target}, which is not there. Correct the link."


def _images_have_alt_text(sheet: Sheet) -> Iterator[str]:
    for cell in sheet.markdown:
        images = [match["alt"].strip() for match in _IMAGE.finditer(cell.source)]
        images += [
            "alt" if re.search(r"\balt=[\"'][^\"']", tag) else ""
            for tag in _IMAGE_TAG.findall(cell.source)
        ]
        if not all(images):
            yield f"{place(cell)} has an image without alt text. Say in words what it shows."


def _nothing_comes_from_the_network(sheet: Sheet) -> Iterator[str]:
    for cell in sheet.code:
        for host in _URL_HOST.findall(cell.source):
            if not _LOCAL_HOST.fullmatch(host):
                yield (
                    f"{place(cell)} names the host {host}. A unit runs without a network:"
                    " use a server of its own, or a name under example.com."
                )
    for cell in sheet.markdown:
        sources = [match["target"] for match in _IMAGE.finditer(cell.source)]
        sources += _IMAGE_TAG.findall(cell.source)
        for source in sources:
            if "://" in source:
                yield f"{place(cell)} loads an image from a network. Draw it here: {source}."


def _paths_are_relative(sheet: Sheet) -> Iterator[str]:
    for cell in sheet.cells:
        shown = [str(output.get("text", "")) for output in cell.get("outputs", [])]
        shown += [
            str(value)
            for output in cell.get("outputs", [])
            for kind, value in output.get("data", {}).items()
            if kind.startswith("text/")
        ]
        for path in _ABSOLUTE.findall("\n".join([cell.source, *shown])):
            yield (
                f"{place(cell)} holds the absolute path {path}, which is on no other machine."
                " Ask `labs.datasets` for data, and print names without folders."
            )


def words(markdown: str) -> int:
    """The number of words: what holds a letter or a digit, markup and addresses aside."""
    text = re.sub(r"\]\([^)]*\)|<[^>]+>", " ", visible(markdown))
    return sum(bool(re.search(r"\w", word)) for word in text.split())


def _is_here(folder: Path, target: str) -> bool:
    if re.match(r"[a-z]+:|#", target):
        return True
    return (folder / unquote(target.split("#", 1)[0])).exists()


RULES = (
    _opens_with_a_title,
    _opening_says_what_to_expect,
    _time_is_one_sitting,
    _objectives_are_few,
    _ends_as_all_units_end,
    _ends_with_its_check_and_the_next,
    _length_is_one_sitting,
    _links_resolve,
    _images_have_alt_text,
    _nothing_comes_from_the_network,
    _paths_are_relative,
)
