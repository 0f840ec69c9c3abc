"""The room of J03.5, Let the right caller write."""
