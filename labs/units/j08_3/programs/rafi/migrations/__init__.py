"""How Rafi's table came to be."""
