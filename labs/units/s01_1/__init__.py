"""The room of S01.1, Place a service by its numbers."""
