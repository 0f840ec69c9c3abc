"""What the programs of E2 and E3 print: a JSON object, with one for each page in it."""

from typing import Any

Report = dict[str, Any]


def verbs_that_write(page: Report) -> list[str]:
    """The first words of the statements that were sent, if they change rows or tables."""
    verbs = {text.split(maxsplit=1)[0].upper() for text in page.get("sent", [])}
    return sorted(verbs & {"INSERT", "UPDATE", "DELETE", "CREATE"})
