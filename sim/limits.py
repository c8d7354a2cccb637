"""How much a run may take before it is stopped with a message, instead of filling the memory or never ending."""

MOST_EVENTS = 20_000_000  # half a minute or more
MOST_TRIES = 3_000_000  # rows of the trace: 160 MB, and up to 1.3 GB if every try still waits somewhere
LAP = 500_000  # events between two looks at whether time goes on
BLINK = 1e-6  # ms that a lap has to bring at least


class RunTooLong(RuntimeError):
    """A run was stopped because it took more events or tries than it may, or because its time stood still."""
