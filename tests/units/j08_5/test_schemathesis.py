"""Schemathesis judges the layer of J08.5 beside our own sixty bodies: no 5xx, none let in."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from flask import Flask, g

from labs.course.cells import Role, grade_id, role
from labs.course.units import find_unit
from labs.libraries import Schemathesis
from labs.servers.hosting_wsgi import hosted_wsgi
from labs.units.j08_5.layers import AddValidation

_CASES = 25


def _unit() -> dict[str, Any]:
    """What the notebook's setup cells define, and the reference's layer."""
    names: dict[str, Any] = {}
    for cell in find_unit("J08.5").read().cells:
        if role(cell) is Role.SETUP or grade_id(cell) == "E1-layer":
            exec(cell.source, names)  # noqa: S102 - the course's own cells
    return names


def _document(review: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI document that promises what the layer keeps."""
    codes = {"201": "kept", "400": "no JSON", "413": "too long", "415": "kind", "422": "no review"}
    add = {
        "parameters": [
            {"name": "show", "in": "path", "required": True, "schema": {"const": 1}},
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": review}}},
        "responses": {code: {"description": about} for code, about in codes.items()},
    }
    info = {"title": "reviews", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": {"/shows/{show}/reviews": {"post": add}}}


def _run(add_validation: AddValidation, review: dict[str, Any], folder: Path) -> tuple[int, str]:
    """The exit code of Schemathesis, and what it says."""
    app = Flask("reviews")
    app.logger.disabled = True
    app.get("/openapi.json", endpoint="document")(lambda: _document(review))
    app.post("/shows/<int:show>/reviews", endpoint="add")(
        lambda show: ({"show": show, "stars": g.body["stars"], "text": g.body["text"]}, 201)
    )
    add_validation(app, {"add": review})
    with hosted_wsgi(app) as site:
        command = [str(Path(sys.executable).with_name("schemathesis")), "run"]
        command += [f"{site.url}/openapi.json", "--seed", "1", "--generation-database", "none"]
        command += [
            "--max-examples",
            str(_CASES),
            "--phases",
            "coverage,fuzzing",
            "--max-failures",
            "1",
        ]
        command += [
            "--checks",
            "not_a_server_error,negative_data_rejection,positive_data_acceptance",
        ]
        ran = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=100, check=False
        )
    return ran.returncode, ran.stdout + ran.stderr


def test_what_does_not_fit_is_refused_and_what_fits_is_let_in(tmp_path: Path) -> None:
    Schemathesis.check()
    unit = _unit()
    code, said = _run(unit["add_validation"], unit["REVIEW"], tmp_path)
    assert code == 0, said


def test_a_layer_that_lets_all_in_is_found(tmp_path: Path) -> None:
    Schemathesis.check()
    unit = _unit()

    def careless(app: Flask, schemas: Any) -> None:
        unit["add_validation"](app, {name: {} for name in schemas})

    code, said = _run(careless, unit["REVIEW"], tmp_path)
    assert code == 1, said
    assert "Server error" in said
