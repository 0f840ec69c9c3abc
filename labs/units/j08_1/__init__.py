"""The room of J08.1, The onion by hand and in Express."""
