"""The room of S01.4, Settle once, in order."""
