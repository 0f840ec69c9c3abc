"""How the table of the reviews came to be."""
