"""The room of S01.5, Make the wrong state fail early."""
