"""A page of the web and its API, as a browser stands between them.

    with hosted(app) as site:
        fetch_as("http://flytower.test", f"{site.url}/holds", Ask("DELETE")).blocked
        visit(f"{page}/?performance=7", "A1").message        # jsdom, and a click on A1

`Browser` keeps the rules of browsers, CORS among them; `visit` puts them on a real page's line.
"""

from labs.judges.pages.browser import Ask, Browser, Outcome, fetch_as
from labs.judges.pages.messages import Answer, Api, Request
from labs.judges.pages.serving import serving
from labs.judges.pages.visits import Seen, visit

__all__ = [
    "Answer",
    "Api",
    "Ask",
    "Browser",
    "Outcome",
    "Request",
    "Seen",
    "fetch_as",
    "serving",
    "visit",
]
