"""The room of J02.3, All of it, or nothing."""
