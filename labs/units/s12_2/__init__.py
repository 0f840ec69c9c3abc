"""The room of S12.2, Be the gateway that nobody blames."""
