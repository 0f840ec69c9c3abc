"""What the programs of E2 and E3 print: one JSON object."""

from typing import Any

Report = dict[str, Any]


def verbs_that_write(said: Report) -> list[str]:
    """The first words of the statements that were sent, if they change rows or tables."""
    verbs = {text.split(maxsplit=1)[0].upper() for text in said["sent"]}
    return sorted(verbs & {"INSERT", "UPDATE", "DELETE", "CREATE"})
