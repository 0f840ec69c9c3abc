"""The room of J03.4."""
