"""Files of your own: service graphs and measured times that other tools have written.

`read_graph` reads a graph, `read_latencies` samples of how long services work. Each format has a module of its own;
`text` is what they share: what a file may be at most, and how an error names the place in it.
"""

from sim.files.graphs import read_graph
from sim.files.latencies import read_latencies

__all__ = ["read_graph", "read_latencies"]
