"""The room of J01.2, Keep one contract in Node."""
