"""The room of S12.4: news for many screens."""
