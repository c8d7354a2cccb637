"""How processes that tests start find the project, and start quicker."""

import os
from pathlib import Path

HERE = Path(__file__).resolve().parent


def search_path():
    """Return a PYTHONPATH with the project, and with what stands in for packages that are slow to import and not needed."""
    return os.pathsep.join([str(HERE.parents[1]), str(HERE)])
