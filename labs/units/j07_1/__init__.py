"""The room of J07.1, Speak HTTP by hand."""
