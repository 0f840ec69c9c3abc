"""`python -m labs.cli`, where the command itself is not on PATH."""

from labs.cli import app

app()
