"""What an AsyncAPI 3 document promises: who sends to which channel, who receives from it, and what a message looks like.

A document is the dict that its YAML or JSON text gives. The tag of an operation names the service that does it. Nothing here
judges whether a document is a right one; the official schema does that (`sim.labs.asyncapi`).
"""

from typing import NamedTuple

from sim.arguments import shown

ACTIONS = ("send", "receive")


class Edge(NamedTuple):
    """One connection: a `service` that does one of `ACTIONS` at a `channel`."""

    service: str
    action: str
    channel: str

    def __str__(self):
        return f"{self.service} → {self.channel}" if self.action == "send" else f"{self.channel} → {self.service}"


def references(node, at="#"):
    """Yield every reference in a document as (where it stands, where it leads), both like "#/channels/orders"."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield at, node["$ref"]
        for key, inside in node.items():
            yield from references(inside, f"{at}/{_escaped(key)}")
    elif isinstance(node, list):
        for number, inside in enumerate(node):
            yield from references(inside, f"{at}/{number}")


def resolve(document, reference):
    """Return what a reference within the document leads to, and follow it on if that is a reference again.

    Raises ValueError if it leads nowhere, out of the document, or in a circle. See RFC 6901 (JSON Pointer) for ~0 and ~1.
    """
    passed = []
    while True:
        if reference in passed:
            raise ValueError(f"a reference must not lead in a circle, got {' to '.join([*passed, reference])}")
        passed.append(reference)
        node = _look_up(document, reference)
        if not (isinstance(node, dict) and isinstance(node.get("$ref"), str)):
            return node
        reference = node["$ref"]


def edges(document):
    """Return the connections that a document promises, a set of `Edge`; an operation without a tag is done by "?".

    Raises ValueError if an operation has no action or channel, or its channel is a reference that leads nowhere.
    """
    found = set()
    for name, operation in _part(document, "operations").items():
        channel = operation.get("channel", {}).get("$ref", "")
        if operation.get("action") not in ACTIONS or not channel:
            raise ValueError(f"operation {name!r} must have an action (send or receive) and refer to a channel, got {operation!r}")
        resolve(document, channel)
        channel = channel.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        for tag in operation.get("tags") or [{"name": "?"}]:
            found.add(Edge(tag["name"], operation["action"], channel))
    return found


def payloads(document):
    """Return {channel: {message: the JSON Schema of its payload}}, with every reference replaced by what it leads to.

    A message without a payload may hold anything (the schema True). Raises ValueError as `resolve` does.
    """
    found = {}
    for name, channel in _part(document, "channels").items():
        messages = _inlined(document, channel).get("messages", {})
        found[name] = {message: said.get("payload", True) for message, said in messages.items()}
    return found


def differences(promised, seen):
    """Return (never seen, not documented): the connections of each set that the other has not, by channel, senders first."""
    return _sorted(set(promised) - set(seen)), _sorted(set(seen) - set(promised))


def _sorted(found):
    return sorted(found, key=lambda edge: (edge.channel, edge.action == "receive", edge.service))


def _part(document, name):
    part = document.get(name, {})
    if not isinstance(part, dict) or not all(isinstance(one, dict) for one in part.values()):
        raise ValueError(f"{name} of a document must be a mapping of names to mappings, got {shown(part)}")
    return part


def _inlined(document, node, passed=()):
    if isinstance(node, list):
        return [_inlined(document, inside, passed) for inside in node]
    if not isinstance(node, dict):
        return node
    if isinstance(node.get("$ref"), str):
        if node["$ref"] in passed:
            raise ValueError(f"a reference must not lead in a circle, got {' to '.join([*passed, node['$ref']])}")
        return _inlined(document, resolve(document, node["$ref"]), (*passed, node["$ref"]))
    return {key: _inlined(document, inside, passed) for key, inside in node.items()}


def _look_up(document, reference):
    if reference != "#" and not reference.startswith("#/"):
        raise ValueError(f"a reference must stay in the document, got {reference!r}")
    node = document
    for part in reference.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        try:
            node = node[int(part)] if isinstance(node, list) else node[part]
        except (KeyError, IndexError, TypeError, ValueError):
            raise ValueError(f"a reference must lead somewhere, got {reference!r}, where there is no {part!r}") from None
    return node


def _escaped(key):
    return str(key).replace("~", "~0").replace("/", "~1")
