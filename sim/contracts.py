"""What consumers depend on: each names the fields of an answer that it reads, and a check finds who would break.

A contract maps a path to what must stand there: one of `KINDS`, or a tuple of the values that the consumer knows. In a
path a dot goes into an object and `[]` into every element of a list: "lines[].price". What a contract does not name, its
consumer does not read, so it may change at will.
"""

from sim.arguments import kind, one_of, shown

KINDS = {"text": str, "whole number": int, "number": (int, float), "flag": bool, "list": list, "object": dict}
_STATES = ("PENDING", "APPROVED", "REJECTED", "CANCELLED")

CONSUMERS = {  # what six consumers read of an order
    "kitchen": {"id": "text", "lines[].sku": "text", "lines[].quantity": "whole number"},
    "courier": {"id": "text", "delivery_address.street": "text", "delivery_address.postcode": "text"},
    "billing": {"id": "text", "customer": "text", "lines[].quantity": "whole number", "lines[].price": "whole number"},
    "web shop": {
        "id": "text", "state": _STATES, "created_at": "text", "lines[].sku": "text", "lines[].quantity": "whole number",
        "lines[].price": "whole number",
    },
    "reports": {"created_at": "text", "state": _STATES, "lines[].price": "whole number"},
    "support": {"id": "text", "customer": "text", "state": _STATES, "created_at": "text"},
}  # fmt: skip

FIELDS = (  # all that the order service says of an order; two of them nobody reads
    "id", "customer", "state", "created_at", "lines[].sku", "lines[].quantity", "lines[].price", "delivery_address.street",
    "delivery_address.city", "delivery_address.postcode", "delivery_address.country",
)  # fmt: skip

ADDITIVE = ("add a field", "add an operation")
BREAKING = ("rename", "retype", "make optional")
_CHANGES = ADDITIVE + BREAKING


def unmet(answer, contract):
    """Return what of `contract` the answer does not hold, a list of sentences; an empty one if it holds all.

    What else is in the answer does not matter: this is a tolerant reader. Raises TypeError or ValueError if the
    contract asks for what is no kind.
    """
    found = []
    for path, wanted in kind("contract", contract, dict, 'a dict such as {"id": "text"}').items():
        if not isinstance(wanted, tuple):
            one_of(f"kind of {path}", wanted, tuple(KINDS))
        said = {_wrong(value, wanted) for value in values_at(answer, path)}
        found += [f"{path} {words}" for words in sorted(said - {None})]
    return found


def unknown(answer, fields=FIELDS):
    """Return the paths in an answer that are not among `fields`: what a strict reader refuses."""
    return sorted(set(paths_of(answer)) - set(fields))


def broken(answer, contracts=None, strict=False):
    """Return which consumers an answer breaks, and why: a dict of name to sentences, only of those that break.

    `contracts` maps names to contracts (`CONSUMERS` by default). With `strict` readers also refuse what they do not know.
    """
    more = [f"{path} is unknown" for path in unknown(answer)] if strict else []
    contracts = CONSUMERS if contracts is None else contracts
    faults = {name: unmet(answer, contract) + more for name, contract in contracts.items()}
    return {name: said for name, said in faults.items() if said}


def breaks(what, field, reads, strict=False):
    """Return whether a change of this kind ("rename", …) to `field` breaks a consumer that reads the paths `reads`.

    A strict reader holds the whole answer against the document it knows, so every change of an answer breaks it.
    """
    if what not in _CHANGES:  # asked first, since a run asks very often
        one_of("what", what, _CHANGES)
    if what == "add an operation":
        return False
    return strict or (what in BREAKING and field in reads)


def values_at(answer, path):
    """Return the values at a path, one for each element of lists on the way; `...` stands for one that is missing."""
    values = [answer]
    for step in path.split("."):
        name, each = step.removesuffix("[]"), step.endswith("[]")
        values = [value.get(name, ...) if isinstance(value, dict) else ... for value in values]
        if each:
            values = [element for value in values for element in (value if isinstance(value, list) else [...])]
    return values


def paths_of(answer, before=""):
    """Yield the paths of all plain values in an answer; those of a list's elements once for each of them."""
    for name, value in answer.items():
        parts = value if isinstance(value, list) else [value]
        path = f"{before}{name}" + ("[]" if isinstance(value, list) else "")
        for part in parts:
            if isinstance(part, dict):
                yield from paths_of(part, f"{path}.")
            else:
                yield path


def _wrong(value, wanted):
    if value is ...:
        return "is missing"
    if isinstance(wanted, tuple):
        return None if value in wanted else f"must be one of {', '.join(map(str, wanted))}, got {shown(value)}"
    fits = isinstance(value, KINDS[wanted]) and (wanted == "flag" or not isinstance(value, bool))
    return None if fits else f"must be a {wanted}, got {shown(value)}"
