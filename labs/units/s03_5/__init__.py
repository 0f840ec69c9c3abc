"""The room of S03.5, Change it without breaking anybody."""
