"""The room of S12.1, Leave no room between two readers."""
