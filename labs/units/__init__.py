"""One room a unit: its checks, and the figures, data and stage that it alone needs."""
