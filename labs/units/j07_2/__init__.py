"""The room of J07.2, Answer with the right code."""
