"""The room of J07.5, Ask for a name."""
