"""The room of J02.2, Ask in SQL."""
