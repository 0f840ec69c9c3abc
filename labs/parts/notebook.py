"""Whether this process is a notebook's kernel."""

import sys
from typing import Any


def shell() -> Any:  # noqa: ANN401 - IPython is imported by kernels alone, and untyped
    """IPython's shell, where one runs here; else None."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None
