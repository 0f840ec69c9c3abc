"""A function from requests to answers, as an ASGI app that can be hosted."""

from starlette.types import ASGIApp, Receive, Scope, Send

from labs.judges.pages.messages import Api, Request


def serving(api: Api) -> ASGIApp:
    """What answers each request of HTTP with `api(request)`."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError("it speaks HTTP alone")
        body, more = b"", True
        while more:
            event = await receive()
            body += event.get("body", b"")
            more = event.get("more_body", False)
        headers = {name.decode("latin-1"): v.decode("latin-1") for name, v in scope["headers"]}
        answer = api(Request(scope["method"], scope["path"], headers, body))
        said = dict(answer.headers)
        if answer.status != 204:
            said["Content-Length"] = str(len(answer.body))
        lines = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in said.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": lines})
        await send({"type": "http.response.body", "body": answer.body})

    return app
