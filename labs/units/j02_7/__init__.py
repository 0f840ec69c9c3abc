"""The room of J02.7, Map rows to objects."""
