"""The room of J05.2, Count exactly, ask in one go."""
