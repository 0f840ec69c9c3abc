"""How Sam's table came to be."""
