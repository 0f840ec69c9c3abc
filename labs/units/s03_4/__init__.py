"""The room of S03.4, Call it with a deadline."""

import os

# Read when grpc is imported: its core writes to stderr, which would cost a cell its points.
os.environ.setdefault("GRPC_VERBOSITY", "NONE")
