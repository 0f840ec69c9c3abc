"""The room of S01.2, Cancel what nobody waits for."""
