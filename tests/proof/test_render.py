"""`labs render` stores what strict nbval compares, and changes a file only for a reason."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from labs.course.outputs import alike, normal, only_here
from labs.course.units import Unit
from labs.proof.render import RenderError, render
from tests.support.notebooks import cell_of, tiny_course

MEASURED = "import random\nprint(random.random())"
FIGURE = """import os, random
from IPython.display import display
image = f"<svg>{random.random()}</svg>"
display({"image/svg+xml": image, "text/plain": "a figure"}, raw=True)"""
ENVIRONMENT = """import os
print({name: os.environ.get(name) for name in ("LABS_TEST", "LABS_QUIET", "REDIS_URL")})
"a result\""""


def edit(unit: Unit, change: Callable[[NotebookNode], Any]) -> None:
    notebook = unit.read()
    change(notebook)
    nbformat.write(notebook, unit.path)


def measured(notebook: NotebookNode) -> None:
    cell_of(notebook, "j99-1-06").metadata["tags"] = ["nbval-ignore-output"]


def test_a_render_is_stored_once_and_measured_outputs_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABS_TEST", "1")
    monkeypatch.setenv("REDIS_URL", "redis://nobody:1")
    sources = {"j99-1-06": MEASURED, "j99-1-07": FIGURE, "j99-1-08": ENVIRONMENT}
    unit = tiny_course(tmp_path, sources=sources, edit=measured, executed=False)

    assert render(unit)
    first = unit.path.read_bytes()
    stored = unit.read()
    counts = [cell.execution_count for cell in stored.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    printed, result = cell_of(stored, "j99-1-08").outputs
    assert printed.text == ("{'LABS_TEST': None, 'LABS_QUIET': '1', 'REDIS_URL': None}\n")
    assert result.data["text/plain"] == "'a result'"
    assert not any("execution" in cell.metadata for cell in stored.cells)
    assert stored.metadata.kernelspec.name == "python3"
    assert "version" not in stored.metadata.language_info

    assert not render(unit)
    assert unit.path.read_bytes() == first
    assert [path.name for path in unit.path.parent.iterdir()] == [unit.path.name]

    assert render(unit, fresh=True)
    for name in ("j99-1-06", "j99-1-07"):
        assert cell_of(unit.read(), name).outputs != cell_of(stored, name).outputs
    assert cell_of(unit.read(), "j99-1-08").outputs == cell_of(stored, "j99-1-08").outputs

    stored = unit.read()
    edit(unit, lambda nb: cell_of(nb, "j99-1-07").update(source=f"{FIGURE}\n# edited"))
    assert render(unit)
    assert cell_of(unit.read(), "j99-1-06").outputs == cell_of(stored, "j99-1-06").outputs
    assert cell_of(unit.read(), "j99-1-07").outputs != cell_of(stored, "j99-1-07").outputs


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 / 0", r"cell j99-1-06 \(1 / 0\) failed.*\n.*ZeroDivisionError: division by zero"),
        ("import os\nos._exit(3)", r"cell j99-1-06 \(import os\) failed"),
        ("import sys\nprint('hm', file=sys.stderr)", "writes to stderr.*0 points:\nhm"),
        ("import os\nprint(os.getcwd() + '/x')", r"prints '/.*', which is another on every"),
        ("object()", r"prints 'at 0x[0-9a-f]+', which is another on every machine"),
    ],
    ids=["fails", "ends", "stderr", "path", "address"],
)
def test_a_cell_that_cannot_be_stored_is_named(tmp_path: Path, source: str, said: str) -> None:
    unit = tiny_course(tmp_path, sources={"j99-1-06": source}, executed=False)
    before = unit.path.read_bytes()
    with pytest.raises(RenderError, match=rf"(?s)J99\.1: .*{said}"):
        render(unit)
    assert unit.path.read_bytes() == before


def stream(text: str, name: str = "stdout") -> NotebookNode:
    return nbformat.from_dict({"output_type": "stream", "name": name, "text": text})


def result(data: dict[str, str], count: int = 9) -> NotebookNode:
    return nbformat.from_dict(
        {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": count}
    )


def cell(*outputs: NotebookNode, tags: list[str] | None = None) -> NotebookNode:
    return nbformat.from_dict({"outputs": list(outputs), "metadata": {"tags": tags or []}})


def test_neighbouring_pieces_of_a_stream_become_one() -> None:
    figure = result({"text/plain": "figure"})
    pieces = [stream("a\n"), stream("b\n"), figure, stream("c\n")]
    merged = normal(pieces, 4)
    assert [output.get("text") for output in merged] == ["a\nb\n", None, "c\n"]
    assert merged[1].execution_count == 4
    assert figure.execution_count == 9, "what was given is not changed"


def test_an_expected_error_keeps_no_traceback() -> None:
    error = {"output_type": "error", "ename": "KeyError", "evalue": "7", "traceback": ["/home/"]}
    (stored,) = normal([nbformat.from_dict(error)], 1)
    assert stored.traceback == ["KeyError: 7"]


def test_two_images_of_one_figure_are_alike_and_two_texts_are_not() -> None:
    old = cell(result({"image/png": "old", "text/plain": "figure"}))
    assert alike(cell(result({"image/png": "new", "text/plain": "figure"})), old)
    assert not alike(cell(result({"image/png": "new", "text/plain": "other"})), old)
    assert not alike(cell(result({"image/svg+xml": "new", "text/plain": "figure"})), old)
    assert not alike(cell(stream("3 hits")), cell(stream("4 hits")))
    assert alike(cell(stream("3 ms"), tags=["nbval-ignore-output"]), cell(stream("4 ms")))


def test_a_path_that_is_the_same_everywhere_may_be_printed(tmp_path: Path) -> None:
    assert only_here([stream("/performances/7\n")], tmp_path) == ""
    assert only_here([stream(f"{tmp_path}/core.db\n")], tmp_path)
    assert only_here([result({"text/plain": f"PosixPath('{Path.home()}/x')"})], tmp_path)
