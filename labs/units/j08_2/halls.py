"""An app with routes of its own, which is to be straightened."""

from flask import Blueprint, Flask, abort


def halls_app(calls: list[str]) -> Flask:
    """Its pages tell, in `calls`, that they were reached."""
    app = Flask("halls")
    rows = Blueprint("rows", __name__, url_prefix="/halls/<hall>/rows")

    @app.get("/halls/")
    def halls() -> dict[str, int]:
        calls.append("halls")
        return {"halls": 2}

    @app.get("/halls/fire")
    def fire() -> str:
        calls.append("fire")
        raise ValueError("fire")

    @rows.get("/<int:row>")
    def row(hall: str, row: int) -> dict[str, object]:
        calls.append("row")
        return {"hall": hall, "row": row}

    @rows.put("/<int:row>")
    def taken(hall: str, row: int) -> str:
        calls.append("taken")
        abort(409, f"{row} of {hall} is taken")

    app.register_blueprint(rows)
    return app
