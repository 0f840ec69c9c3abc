"""The room of J02.4, One schema, three engines."""
