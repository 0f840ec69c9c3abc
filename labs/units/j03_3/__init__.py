"""The room of J03.3, Documents in, documents out."""
