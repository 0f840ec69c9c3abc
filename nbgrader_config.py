"""nbgrader's view of the course: an area is an assignment, a unit is a notebook.

There are two courses, `junior` and `senior`: LEVEL in the environment says which (junior if
it is unset). Sources are in notebooks/<level>; every other step, and the gradebook, is under
build/<level>. The `labs` command reads its nbgrader options from here too.
"""

import os
from pathlib import Path

from labs.course.cells import PYTHON, released_stub

LEVELS = ("junior", "senior")

c = get_config()  # type: ignore[name-defined]  # noqa: F821  traitlets defines it

level = os.environ.get("LEVEL") or LEVELS[0]
if level not in LEVELS:
    # SystemExit, since traitlets only logs any other error and goes on without these options.
    raise SystemExit(
        f"LEVEL is {level!r}, but the courses are {' and '.join(LEVELS)}.\n"
        f"Unset LEVEL for {LEVELS[0]}, or set it: LEVEL={LEVELS[1]} nbgrader …"
    )
build = Path(__file__).absolute().parent / "build" / level
build.mkdir(parents=True, exist_ok=True)  # sqlite makes the gradebook, but no folders

c.CourseDirectory.course_id = f"flytower-{level}"
c.CourseDirectory.source_directory = f"notebooks/{level}"
for step in ("release", "source_with_tests", "submitted", "autograded", "feedback", "solution"):
    setattr(c.CourseDirectory, f"{step}_directory", f"build/{level}/{step}")
c.CourseDirectory.db_url = f"sqlite:///{build / 'gradebook.db'}"

c.ClearSolutions.code_stub = {PYTHON: released_stub()}
# Right after ClearSolutions, the fourth. By name, since to import nbgrader takes seconds.
c.GenerateAssignment.preprocessors.insert(4, "labs.course.stubs.StubsOfPrograms")
# Explanations are locked text between the hidden-test markers: gone in the release, back in
# the feedback.
c.ClearHiddenTests.enforce_metadata = False

# The defaults, 30 s and 4 s, are too short on a busy machine.
c.Execute.timeout = 120
c.Execute.iopub_timeout = 60

# What `labs handin` packs: <level>/<area>/<student>/<time>/<unit>.ipynb, within any archive.
c.ZipCollectApp.downloaded_directory = f"build/{level}/downloaded"
c.ZipCollectApp.strict = True  # a notebook of another area is left out
c.FileNameCollectorPlugin.named_regexp = (
    rf".*/{level}/[^/]+/(?P<student_id>[^/]+)/(?P<timestamp>\d{{8}}T\d{{6}}Z)"
    r"/(?P<file_id>[^/.][^/]*\.ipynb)"
)
