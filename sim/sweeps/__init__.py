"""Many runs over a grid of parameters, on one processor, on all of this machine's, or on a Dask cluster.

    from sim.sweeps import sweep
"""

from sim.sweeps.grid import cell_seed
from sim.sweeps.sweeping import CellFailed, sweep
from sim.sweeps.table import Table

__all__ = ["CellFailed", "Table", "cell_seed", "sweep"]
