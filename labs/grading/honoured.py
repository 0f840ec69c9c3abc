"""What an nbgrader course may ask for that `labs grade` does not do: refused by name.

Done in another way and without a word, it would give other scores than nbgrader's, or none.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    AssignLatePenalties,
    Execute,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from traitlets.config import Configurable
from traitlets.utils.importstring import import_item

from labs.course.cells import PYTHON
from labs.grading.course import CONFIG, Course, CourseError, Release

_OPTIONS: dict[type[Configurable], set[str]] = {
    AssignLatePenalties: {"enabled"},
    CourseDirectory: {"include", "notebook_id", "student_id"},
    SaveAutoGrades: {"enabled"},
}
"""Options that change what is graded, and how, and that nobody here looks at."""

_OF_THE_CONVERTER = {"create_student", "exporter_class", "post_convert_hook", "pre_convert_hook"}

_OF_ANY_RUN = {
    "execute_retries",
    "interrupt_on_timeout",
    "iopub_timeout",
    "ipython_hist_file",
    "raise_on_iopub_timeout",
    "record_timing",
    "shell_timeout_interval",
    "shutdown_kernel",
    "startup_timeout",
    "store_widget_state",
    "timeout",
}
"""Options of Execute that are honoured, or tell nbgrader how to speak with its own kernel."""

_STEPS = (Execute, OverwriteKernelspec, SaveAutoGrades, AssignLatePenalties)
"""nbgrader's steps that are written anew here, so that a class made of one is not run."""

_FOLDERS = ("source", "release", "submitted", "autograded")


def refuse_what_is_not_honoured(course: Course, notebooks: Collection[str] = ()) -> None:
    """Look at the configuration, and at `notebooks`, or at all of the assignment.

    Raises:
        CourseError: it asks for what `labs grade` does not do; everything is named.
    """
    found = [*_folders(course), *_options(course), *_steps(course)]
    if Path(course.directory.root).resolve() == course.root:  # else its gradebook lies elsewhere
        found += _kernels(
            one for name, one in course.releases.items() if not notebooks or name in notebooks
        )
    if found:
        raise CourseError(
            "Nobody was graded, since scores could differ from nbgrader's. `labs grade` does not "
            "do what this course asks for:\n"
            + "\n".join(f"  {what}" for what in found)
            + f"\nGrade it with `nbgrader autograde {course.assignment}`, or do without these."
        )


def _kernels(releases: Iterable[Release]) -> Iterator[str]:
    for release in releases:
        spec = json.loads(release.kernel or "null") or {}
        language = _language(spec, release)
        if language != PYTHON:
            name = spec.get("name", "none")
            yield f"{release.name}: its kernel is {name} ({language}), and only Python is run here"


def _language(spec: dict[str, Any], release: Release) -> str:
    """What the notebook is written in; Python if it does not say, as nbgrader would run it."""
    said = release.notebook.metadata.get("language_info", {}) if release.notebook else {}
    if language := spec.get("language") or said.get("name"):
        return str(language).lower()
    name = str(spec.get("name", ""))
    if not name or name.startswith(PYTHON):
        return PYTHON
    try:
        return str(KernelSpecManager().get_kernel_spec(name).language).lower()
    except NoSuchKernel:
        return "of a language that is not known here"


def _options(course: Course) -> Iterator[str]:
    for name in sorted(
        _OF_THE_CONVERTER & _set(course.converter, Autograde(coursedir=CourseDirectory()))
    ):
        yield f"c.Autograde.{name} in {CONFIG}"
    execute = Execute(parent=course.converter)
    for name in sorted(_set(execute, Execute()) - _OF_ANY_RUN):
        yield f"c.Execute.{name} in {CONFIG}"
    for kind, names in _OPTIONS.items():
        for name in sorted(names & _set(kind(parent=course.converter), kind())):
            yield f"c.{kind.__name__}.{name} in {CONFIG}"


def _set(configured: Configurable, stock: Configurable) -> set[str]:
    """The options that differ from nbgrader's own."""
    return {
        name
        for name in configured.trait_names(config=True)
        if getattr(configured, name) != getattr(stock, name)
    }


def _steps(course: Course) -> Iterator[str]:
    converter = course.converter
    graded = [*_classes(converter.autograde_preprocessors)]
    for kind in (*_classes(converter.sanitize_preprocessors), *graded):
        if issubclass(kind, _STEPS) and kind not in _STEPS:
            yield f"the step {kind.__name__}, made of nbgrader's own, in {CONFIG}"
    for needed in (Execute, SaveAutoGrades):
        if not any(issubclass(kind, needed) for kind in graded):
            yield f"c.Autograde.autograde_preprocessors without {needed.__name__} in {CONFIG}"


def _classes(steps: Iterable[Any]) -> Iterator[type]:
    """Those steps that are classes; a function is called as it is."""
    for step in steps:
        kind = import_item(step) if isinstance(step, str) else step
        if isinstance(kind, type):
            yield kind


def _folders(course: Course) -> Iterator[str]:
    if (root := Path(course.directory.root).resolve()) != course.root:
        yield f"c.CourseDirectory.root, which is {root}: go there, or name it with --course-dir"
        return
    for step in _FOLDERS:
        folder = Path(course.place(step)).resolve()
        if not folder.is_relative_to(course.root):
            yield f"c.CourseDirectory.{step}_directory, which is outside of the course: {folder}"
