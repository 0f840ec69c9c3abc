"""The room of J08.3, One contract three times."""
