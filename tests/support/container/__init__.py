"""Redis in a container, on any Linux with a Docker engine or root, and without a download."""
