"""A class that has handed in: a course in a folder of its own, ready to be graded."""

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Class:
    """One assignment of a course; each student has handed in one notebook."""

    root: Path
    assignment: str
    students: Mapping[str, str]
    """The notebook of each, without its ending."""
    level: str = ""
    """Of a course with levels, such as this one."""

    @property
    def build(self) -> Path:
        """Where the gradebook is, and all steps but the source."""
        return self.root / "build" / self.level if self.level else self.root

    @property
    def gradebook(self) -> Path:
        return self.build / "gradebook.db"

    def notebook(self, step: str, student: str = ".") -> Path:
        """A student's notebook in a step such as `submitted`."""
        name = f"{self.students[student]}.ipynb"
        return self.build / step / student / self.assignment / name

    def copied(self, root: Path) -> "Class":
        """The same class in another folder."""
        shutil.copytree(self.root, root)
        return replace(self, root=root)

    def first(self, count: int) -> "Class":
        """The same folder with the first students only: the others' hand-ins are removed."""
        for student in list(self.students)[count:]:
            shutil.rmtree(self.build / "submitted" / student)
        return replace(self, students=dict(list(self.students.items())[:count]))

    def environment(self) -> dict[str, str]:
        """For whoever grades it: as in the course's own gates, and hashes in one order."""
        # nbgrader starts `alembic` by its bare name.
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        own = {"PATH": path, "LABS_TEST": "1", "PYTHONHASHSEED": "0"}
        return {**os.environ, **own, **({"LEVEL": self.level} if self.level else {})}
