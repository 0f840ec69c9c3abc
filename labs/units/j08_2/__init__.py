"""The room of J08.2, Build an app for each caller."""
