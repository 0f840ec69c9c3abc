"""The room of J01.5, Call back, promise, await."""
