"""The room of J07.6, Find the lost packet."""
