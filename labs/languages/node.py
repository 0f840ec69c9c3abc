"""Node, and the packages of node/package-lock.json that programs may import."""

import json
import re
import shutil
import subprocess
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from labs.languages.language import Language
from labs.languages.telling import NOT_WRITTEN, Failure, refuse
from labs.parts import Npm
from labs.parts.npm import runtime, wanted_node

TYPESCRIPT = (".ts", ".mts")

_HERE = Path(__file__).with_name("node")
"""The folder with package.json, its lock, and what stands beside programs."""

REPORT = _HERE / "report.mjs"
"""What tells an uncaught error in a form that `failure` reads."""

_BESIDE = ("package.json", "tsconfig.json")
_BUNDLED = ".mjs"
"""What a program in TypeScript is called as JavaScript: quote.ts.mjs."""

_BUNDLE = (
    "--bundle",  # with what it imports of its folder; packages are Node's to find
    "--packages=external",
    "--platform=node",
    "--format=esm",
    "--keep-names",  # TypeORM reads the names of classes
    "--sourcemap=inline",
    "--sources-content=false",
    "--log-level=error",
)
_REFUSED = re.compile(r"\[ERROR\] (?P<what>.*)\n\n +\S+:\d+:\d+:\n")
_REPORT = re.compile(r"^\x1e(.*)\n", re.MULTILINE)
_EXITS = {13: "it awaits a promise that nothing will ever settle"}
_PLAINER = {
    r"\b(imported from \S+\.m?ts)\.mjs\b": r"\1",
    r"^UnhandledPromiseRejection: .* with the reason (.*)\.$": r"a promise was rejected with \1",
    r"^(ColumnTypeUndefinedError): Column type for (\S+) is not defined.*": (
        r'\1: the column \2 has no type. State it, as in @Column("text")'
    ),
}
"""What Node and its libraries say in words that do not fit here, and what they mean."""


class Node(Language):
    """Programs in JavaScript (.mjs, .js) and TypeScript (.ts), run by Node."""

    key: ClassVar[str] = "node"
    name = "Node"
    recipe: ClassVar[Npm] = Npm(_HERE, "up to 70 MB to fetch, or 130; 145 MB on disk, or 345")
    endings: ClassVar[Collection[str]] = ("js", "mjs", "cjs", "ts", "mts")
    remark: ClassVar[str] = "//"
    stub: ClassVar[str] = f'throw new Error("{NOT_WRITTEN}");'

    @classmethod
    def find(cls) -> Path | None:
        """Node itself, if its packages are here, too."""
        node = runtime()
        return node.node if node and cls.recipe.found() else None

    @classmethod
    def version(cls) -> str:
        """Such as `node 20.19.2, pg 8.23.1`."""
        node = runtime()
        packages = [f"{name} {version}" for name, version in cls.recipe.wanted().items()]
        return ", ".join([f"node {node.version if node else ''}", *packages])

    @classmethod
    def lacks(cls) -> str:
        if runtime() is None:
            return f"Node {wanted_node()} or later, with npm, is not on this machine"
        return f"{cls.name}, with the packages that programs here import, is not on this machine"

    @classmethod
    def verify(cls, program: Path) -> None:
        """Nothing is left to try: each package was imported when it was installed."""

    @classmethod
    def command(cls, program: str, place: Path) -> Sequence[str | Path]:
        options = [before(REPORT)]
        if program.endswith(TYPESCRIPT):
            options.append("--enable-source-maps")  # an error names the line of the cell
            program += _BUNDLED
        return [cls.find() or "node", *options, program]

    @classmethod
    def environment(cls) -> Mapping[str, str]:
        return {}

    @classmethod
    def furnish(cls, folder: Path) -> None:
        with suppress(FileExistsError):
            # A module finds its packages from where it lies, whatever NODE_PATH says.
            (folder / "node_modules").symlink_to(cls.recipe.home() / "node_modules")
        for name in _BESIDE:
            if not (folder / name).exists():
                shutil.copy(_HERE / name, folder)

    @classmethod
    def ready(cls, program: str) -> Path:
        folder = super().ready(program)
        if program.endswith(TYPESCRIPT):
            cls.bundle(program, folder)
        return folder

    @classmethod
    def bundle(cls, program: str, folder: Path) -> None:
        """Make one file of JavaScript of it, without a look at its types: in 10 ms."""
        # esbuild's own command would start a Node, only to start this.
        [esbuild] = (cls.recipe.home() / "node_modules" / "@esbuild").glob("*/bin/esbuild")
        done = subprocess.run(
            [esbuild, *_BUNDLE, f"--outfile={program}{_BUNDLED}", program],
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            refuse(program, done.stderr, _REFUSED, cls.hints)

    @classmethod
    def failure(cls, code: int, stderr: str) -> tuple[Failure, str]:
        reports = _REPORT.findall(stderr)
        stderr = _REPORT.sub("", stderr)
        if not reports:
            return Failure(_EXITS.get(code, "")), stderr
        report = json.loads(reports[-1])
        what = report["what"]
        for pattern, plainer in _PLAINER.items():
            what = re.sub(pattern, plainer, what, flags=re.DOTALL)
        return Failure(what, f"{report['what']}\n{stderr}\n{report['stack']}"), stderr


def before(module: Path) -> str:
    """The option that has Node load this module before the program."""
    return f"--import={module.as_uri()}"
