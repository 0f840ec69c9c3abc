"""The author's tool: `python -m labs.datasets` writes data/tiny and the manifest's checksums."""

from labs.datasets.tiny import write_tiny

write_tiny()
