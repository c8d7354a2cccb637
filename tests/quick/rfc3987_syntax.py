"""Stands in for the package of this name in processes that tests start: the real one builds a grammar for a whole second.

Everything that reads notebooks imports jsonschema, which imports this if it can, for a check of addresses in a schema's
`format`. No schema of a notebook has one. Without it jsonschema leaves that check out, as it does where it is not installed.
"""

raise ImportError("left out, to start quicker")
