"""Tools: each says its version, a notebook is told what brings one, and none runs for ever."""

import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from labs import tools
from labs.servers import Bind
from labs.tools import Buf, Dig, Oasdiff, Tool, ToolError, tool_kinds

SPELT = {"Buf", "Dig", "Oasdiff"}
ZONE = "$TTL 60\n@ SOA ns ines 1 60 60 60 60\n  NS ns\nns A 127.0.0.1\nwww A 10.0.0.7\n"
PROTO = """\
syntax = "proto3";
package flytower.v1;
message Quote {{ int64 pence = {number}; }}
"""
PATHS = """\
openapi: 3.1.0
info: {{title: Quotes, version: "1"}}
paths:
  /quotes:
    get:
      parameters: [{{name: seats, in: query, required: {required}, schema: {{type: integer}}}}]
      responses: {{"200": {{description: A quote}}}}
"""


class Sleeper(Tool):
    """One that does not end."""

    key, name = "sleeper", "Sleeper"

    @classmethod
    def find(cls) -> Path:
        return Path("/bin/sleep")


def test_every_file_is_a_tool() -> None:
    assert {kind.__name__ for kind in tool_kinds()} == SPELT


@pytest.mark.parametrize("kind", [*tool_kinds()], ids=lambda kind: kind.__name__)
def test_each_says_its_version(kind: type[Tool]) -> None:
    assert re.fullmatch(r"\d+(\.\d+)+", kind.version())


def test_a_notebook_is_told_when_it_imports_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labs.tools.dig.Dig.find", lambda: None)
    assert tools.Dig.find() is None  # elsewhere, to ask is no error
    kernel = SimpleNamespace(get_ipython=object)
    monkeypatch.setitem(sys.modules, "IPython", kernel)
    with pytest.raises(ToolError, match="dig is not on this machine: run `labs install dig`"):
        exec("from labs.tools import Dig")  # noqa: S102


def test_one_that_does_not_end_is_stopped() -> None:
    with pytest.raises(ToolError, match=r"Sleeper had not ended after 0\.1 s, and was stopped"):
        Sleeper.run("60", seconds=0.1)


def test_the_environment_of_a_tool_is_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(Sleeper, "find", lambda: Path("/usr/bin/env"))
    assert "FORCE_COLOR" not in Sleeper.run().stdout


def test_dig_asks_a_name_server() -> None:
    with Bind.start({"flytower.test": ZONE}) as server:
        said = Dig.run("@127.0.0.1", "-p", str(server.port), "+short", "www.flytower.test", "A")
    assert said.stdout == "10.0.0.7\n"


def test_buf_sees_a_number_that_changed(tmp_path: Path) -> None:
    for folder, number in (("old", 1), ("new", 2)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "quote.proto").write_text(PROTO.format(number=number))
    same = Buf.run("breaking", "old", "--against", "old", cwd=tmp_path)
    assert (same.returncode, same.stdout) == (0, "")
    changed = Buf.run("breaking", "new", "--against", "old", "--error-format=json", cwd=tmp_path)
    assert changed.returncode == 100
    rules = {json.loads(line)["type"] for line in changed.stdout.splitlines()}
    assert "FIELD_NO_DELETE" in rules


def test_oasdiff_sees_a_parameter_that_became_required(tmp_path: Path) -> None:
    for name, required in (("old", "false"), ("new", "true")):
        (tmp_path / f"{name}.yaml").write_text(PATHS.format(required=required))
    told = ("breaking", "--format", "json", "--fail-on", "ERR")
    assert Oasdiff.run(*told, "old.yaml", "old.yaml", cwd=tmp_path).returncode == 0
    found = Oasdiff.run(*told, "old.yaml", "new.yaml", cwd=tmp_path)
    assert found.returncode == 1
    assert [each["id"] for each in json.loads(found.stdout)] == [
        "request-parameter-became-required"
    ]
