"""TypeScript: checked and compiled by tsc, strictly, and then run by Node."""

import json
import re
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from labs.languages.compiling import CompiledLanguage, Draft
from labs.languages.node import REPORT, Node, before
from labs.parts import InstallError, Npm
from labs.parts.npm import runtime

_OPTIONS = {
    "strict": True,
    "target": "ES2022",
    "module": "NodeNext",
    "moduleDetection": "force",
    "rewriteRelativeImportExtensions": True,
    "sourceMap": True,
    "skipLibCheck": True,
    "types": ["node"],
}


class TypeScript(CompiledLanguage, Node):
    """Programs in TypeScript (.ts) whose types are right: those that are wrong do not run."""

    key: ClassVar[str] = "typescript"
    name = "TypeScript"
    recipe: ClassVar[Npm] = Npm(
        Path(__file__).with_name("typescript"), "11 MB to fetch, or 70; 34 MB on disk, or 240"
    )
    endings: ClassVar[Collection[str]] = ("ts", "mts")
    complaint: ClassVar[re.Pattern[str]] = re.compile(
        r"^[\w.-]+\(\d+,\d+\): error (?P<what>TS\d+: .*(?:\n  .*)*)", re.MULTILINE
    )
    hints: ClassVar[Mapping[str, str]] = {
        r"Type '(.+)' is not assignable to type '(.+)'|Argument of type '(.+)' is not assignable": (
            "a value of one type stands where another is asked for."
        ),
        r"'(.+)' is possibly '(?:undefined|null)'": "ask first whether {} is there.",
        r"'(.+)' implicitly has an 'any' type": "write what type {} has.",
        r"Cannot find name '(.+)'": "{} is spelt otherwise, or nothing declares it.",
        r"is not assignable to (?:parameter of )?type 'never'": "one case is not handled.",
    }

    @classmethod
    def version(cls) -> str:
        """Such as `typescript 7.0.2, node 20.20.2`."""
        node = runtime()
        about = json.loads((cls.recipe.folder / "package.json").read_text(encoding="utf-8"))
        compiler = about["devDependencies"]["typescript"]
        return f"typescript {compiler}, node {node.version if node else ''}"

    @classmethod
    def verify(cls, program: Path) -> None:
        """Have the compiler tell its version."""
        done = _tsc(program.parent, "--version")
        if done.returncode:
            raise InstallError(f"{done.stderr}\ntsc was fetched, but it does not run here.")

    @classmethod
    def compile(cls, drafts: Sequence[Draft]) -> Sequence[str]:
        """One tsc for all: each file is a module, which sees only what it imports."""
        home, folder = cls.recipe.home(), drafts[0].folder
        project = {
            "compilerOptions": {**_OPTIONS, "typeRoots": [str(home / "node_modules" / "@types")]},
            "files": [str(draft.source) for draft in drafts],
        }
        for draft in drafts:
            (draft.folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
        (folder / "tsconfig.json").write_text(json.dumps(project), encoding="utf-8")
        said = _tsc(home, "--project", folder, "--pretty", "false", cwd=folder.parent).stdout
        complaints = re.findall(r"^\S.*(?:\n\s.*)*", said, re.MULTILINE)
        return ["\n".join(_of(draft, complaints)) for draft in drafts]

    @classmethod
    def command(cls, program: str, place: Path) -> Sequence[str | Path]:
        script = (place / program).with_suffix(".mjs" if program.endswith(".mts") else ".js")
        return [cls.find() or "node", "--enable-source-maps", before(REPORT), script]

    @classmethod
    def bundle(cls, program: str, folder: Path) -> None:
        """tsc writes what is run, file by file."""

    @classmethod
    def furnish(cls, folder: Path) -> None:
        """A program is compiled, and finds what it imports, in a folder of its own."""


def _of(draft: Draft, complaints: Iterable[str]) -> Iterator[str]:
    """Those about its files, without the folder; and those that name no file."""
    here = f"{draft.folder.name}/"
    for each in complaints:
        if each.startswith(here) or each.startswith("error "):
            yield each.removeprefix(here)


def _tsc(
    home: Path, *arguments: str | Path, cwd: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    node = runtime()
    return subprocess.run(
        [node.node if node else "node", home / "node_modules/typescript/bin/tsc", *arguments],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
