"""An app with routes, hooks and handlers of its own, which is to be straightened."""

from flask import Blueprint, Flask, Response, abort, g


class OwedError(Exception):
    """What the app has a handler of its own for."""


def halls_app(calls: list[str]) -> Flask:
    """Its pages tell, in `calls`, that they were reached."""
    app = Flask("halls")
    rows = Blueprint("rows", __name__, url_prefix="/halls/<hall>/rows")
    _add_hooks(app, rows)
    _add_refusing(app, calls)

    @app.get("/halls/")
    def halls() -> dict[str, int]:
        calls.append("halls")
        return {"halls": 2}

    @app.get("/halls/plans/<path:name>")
    def plan(name: str) -> dict[str, str]:
        calls.append("plan")
        return {"plan": name}

    @rows.get("/<int:row>")
    def row(hall: str, row: int) -> dict[str, object]:
        calls.append("row")
        return {"hall": hall, "row": row, "met": g.get("met")}

    @rows.put("/<int:row>")
    def taken(hall: str, row: int) -> str:
        calls.append("taken")
        abort(409, f"{row} of {hall} is taken")

    @rows.post("/<int:row>")
    def sold(hall: str, row: int) -> tuple[dict[str, object], int]:
        calls.append("sold")
        return {"hall": hall, "sold": row}, 409

    app.register_blueprint(rows)
    return app


def _add_hooks(app: Flask, rows: Blueprint) -> None:
    @app.before_request
    def enter() -> None:
        g.met = "app"

    @rows.before_request
    def enter_rows() -> None:
        g.met = f"{g.get('met')}, rows"

    @app.after_request
    def leave(response: Response) -> Response:
        response.headers["X-Halls"] = "open"
        return response


def _add_refusing(app: Flask, calls: list[str]) -> None:
    @app.get("/halls/fire")
    def fire() -> str:
        calls.append("fire")
        raise ValueError("fire")

    @app.get("/halls/owed")
    def owed() -> str:
        calls.append("owed")
        raise OwedError

    @app.errorhandler(OwedError)
    def pay(_: OwedError) -> tuple[dict[str, int], int]:
        return {"pence": 300}, 402

    @app.get("/halls/refused/<int:status>")
    def refused(status: int) -> str:
        abort(status)
