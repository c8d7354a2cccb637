"""A cell that is run again gets a new explorer; the one it made before must not go on behind the page."""

_MADE = {}  # cell id -> (message that made it run, explorers)


def take_place(explorer):
    """Close the explorers that earlier runs of the present cell made; return `explorer`."""
    cell, message = _present_cell()
    if cell is None:
        return explorer
    before, made = _MADE.get(cell, (None, []))
    if before != message:
        for old in made:
            old.close()
        made = []
    _MADE[cell] = (message, [*made, explorer])
    return explorer


def _present_cell():
    try:
        from IPython import get_ipython

        parent = get_ipython().kernel.get_parent("shell")
        return parent["metadata"].get("cellId"), parent["header"]["msg_id"]
    except (ImportError, AttributeError, KeyError, TypeError):
        return None, None
