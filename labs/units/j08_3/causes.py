"""What the mistakes of J08.3 look like, and what they are in words."""

from labs.judges import Likely


def of_project(error: Exception) -> Likely:
    """Why a project is not checked, migrated and served."""
    said = str(error)
    return [
        (
            "models.py and the migrations" in said,
            "the migration is not that of your model: run the cell below the model again, and "
            "copy what it prints.",
        ),
        ("No module named" in said, "a name in settings, urls or an import is spelt otherwise."),
        ("ImproperlyConfigured" in said, "urls.py has a list of paths called urlpatterns."),
    ]


def of_right_row(error: Exception) -> Likely:
    """Why a right row is not taken."""
    said = str(error)
    return [
        ("no such" in said, "the table is reviews_review, of columns show, stars and text."),
        ("NOT NULL" in said, "there are no columns but id, show, stars and text."),
        ("CHECK" in said, "1 and 5 are both right: `range` includes both ends."),
    ]


def why_form(got: int, expected: int) -> Likely:
    """Why the form at the desk was answered so."""
    return [
        (got == 404, "urls.py has the path desk."),
        (
            got == 403 and expected == 200,
            "her own form, with its token, is refused: is the session layer there?",
        ),
        (
            got == 200,
            "nothing guards the form: CsrfViewMiddleware belongs into MIDDLEWARE, and desk, which "
            "reads the session, is not exempt.",
        ),
        (got >= 500, "the session layer belongs into MIDDLEWARE, before CsrfViewMiddleware."),
    ]
