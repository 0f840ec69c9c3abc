"""The room of S03.1, Ask for what the page shows."""
