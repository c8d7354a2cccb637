"""YAML, strictly: plain values only, no key twice, no aliases, no deep nesting; errors say line and column.

Aliases are refused altogether: nine of them, each a list of nine of the one before, are the "billion laughs".
"""

from functools import cache

from sim.files.text import MOST_DEPTH


def parse_yaml(text):
    """Return what a YAML text says. Raises ValueError with line and column if it is none, or for what is refused.

    Raises ImportError if PyYAML is missing: only this function needs it.
    """
    import yaml

    try:
        return yaml.load(text, Loader=_strict_loader())  # a SafeLoader that refuses more
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise ValueError(f"{where}must be YAML of plain values: {error.problem or error.context}") from None
    except (yaml.YAMLError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        # PyYAML answers a value that does not fit its tag, such as `!!bool maybe`, with whatever comes up
        raise ValueError(f"must be YAML of plain values: {' '.join(str(error).split())[:200]}") from None


@cache
def _strict_loader():
    import yaml

    class Strict(yaml.SafeLoader):
        depth = 0

        def compose_node(self, parent, index):
            if self.check_event(yaml.AliasEvent):
                self.refuse("an alias, which is not read here", self.peek_event())
            if self.depth >= MOST_DEPTH:
                self.refuse(f"nesting of more than {MOST_DEPTH}", self.peek_event())
            self.depth += 1
            node = super().compose_node(parent, index)
            self.depth -= 1
            if isinstance(node, yaml.MappingNode):
                keys = set()
                for key, _ in node.value:
                    if not isinstance(key, yaml.ScalarNode):
                        self.refuse("a key that is no plain value", key)
                    if (key.tag, key.value) in keys:
                        self.refuse(f"the key {key.value[:100]!r} twice", key)
                    keys.add((key.tag, key.value))
            return node

        def refuse(self, what, at):
            raise yaml.composer.ComposerError(None, None, f"got {what}", at.start_mark)

    return Strict
