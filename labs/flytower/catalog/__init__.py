"""catalog: what is on, where, how many seats are left, and from what price."""
