"""The room of J05.1, Ask once, answer many."""
