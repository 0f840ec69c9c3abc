"""Unit J02.4, one schema on three engines."""
