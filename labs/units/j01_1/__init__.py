"""The room of J01.1, Quote to the penny."""
