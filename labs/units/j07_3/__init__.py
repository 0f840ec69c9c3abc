"""The room of J07.3, Refuse the wrong certificate."""
