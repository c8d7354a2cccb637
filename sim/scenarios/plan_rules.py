"""What a plan for interprocess communication may say, and what makes no sense in it, told in words."""

from sim.arguments import flag, kind, number, one_of, share, shown, whole
from sim.outbox import STRATEGIES

STYLES = ("call", "message", "copy")
CALL_KEYS = ("timeout", "retries", "budget", "breaker", "at_most", "fallback")
PLACED = "order placed"  # the plan's entry for how an order and its message become one
ASKED_BY = {
    "restaurant": "order", "recommendation": "order", "payment": "order", "kitchen": "order", "mail": "order",
    "delivery": "kitchen",
}  # fmt: skip
_NO_COPY = {
    "payment": "whether a card is good for this sum is decided when it is charged",
    "kitchen": "somebody has to cook", "mail": "somebody has to send it", "delivery": "somebody has to drive",
}  # fmt: skip
_NO_MESSAGE = {
    "restaurant": "the user needs to see the prices",
    "recommendation": "the user needs to see them on the page",
    "payment": "the user needs to know whether the payment went through",
}
_NO_FALLBACK = {
    "restaurant": "a made-up price binds the shop",
    "payment": "an order that nobody has paid is a loss",
    "kitchen": "an order that nobody cooks is a loss",
    "delivery": "a dish that nobody fetches is a loss",
}


def objections(plan):
    """Return what makes no sense in a plan, a list of sentences; [] if it can be run.

    `plan` maps each name in `ASKED_BY` to a dict with its "style": a "call" with any of `CALL_KEYS`, a "message" with "ack"
    ("after" or "before" the work), or a "copy". `PLACED` maps to a dict with the "strategy", one of `sim.outbox.STRATEGIES`,
    and "every" (ms) for a polling relay. Raises TypeError if the plan is no dict.
    """
    kind("plan", plan, dict, "a dict of dicts such as AS_IT_IS")
    found = [f"{name} is missing" for name in (*ASKED_BY, PLACED) if name not in plan]
    for name, entry in plan.items():
        try:
            if name == PLACED:
                _placed(entry)
            elif name in ASKED_BY:
                found += _entry(name, entry)
            else:
                found.append(f"{name!r} is nobody here: there are {', '.join((*ASKED_BY, PLACED))}")
        except (TypeError, ValueError) as error:
            found.append(f"{name}: {error}")
    return found


def _placed(entry):
    _known(entry, ("strategy", "every"))
    one_of("strategy", entry.get("strategy"), STRATEGIES)
    number("every", entry.get("every", 500), at_least=1)


def _entry(name, entry):
    _known(entry, ("style", "ack", *CALL_KEYS))
    style = one_of("style", entry.get("style"), STYLES)
    if style == "call":
        _known(entry, ("style", *CALL_KEYS), "a call")
        return _call(name, entry)
    if style == "message":
        _known(entry, ("style", "ack"), "a message")
        one_of("ack", entry.get("ack", "after"), ("after", "before"))
        return [f"{name} cannot be a message: {_NO_MESSAGE[name]}"] if name in _NO_MESSAGE else []
    _known(entry, ("style",), "a copy")
    return [f"{name} cannot be a copy: {_NO_COPY[name]}"] if name in _NO_COPY else []


def _call(name, entry):
    timeout = entry.get("timeout")
    if timeout is not None:
        number("timeout", timeout, above=0)
    retries = whole("retries", entry.get("retries", 0), at_least=0, at_most=20)
    budget, at_most, breaker = entry.get("budget"), entry.get("at_most"), entry.get("breaker")
    if budget is not None:
        share("budget", budget)
    if at_most is not None:
        whole("at_most", at_most, at_least=1)
    if breaker is not None:
        _breaker(breaker)
    found = []
    if flag("fallback", entry.get("fallback", False)) and name in _NO_FALLBACK:
        found.append(f"{name} cannot have a fallback: {_NO_FALLBACK[name]}")
    if timeout is None:
        without = [(breaker, "a breaker", "learns nothing from"), (at_most, "a bulkhead", "is full for good of")]
        found += [f"{name}: {what} without a timeout {does} calls that never end" for set_, what, does in without if set_ is not None]
    if budget is not None and not retries:
        found.append(f"{name}: a budget without retries has nothing to bound")
    return found


def _breaker(breaker):
    if not isinstance(breaker, (tuple, list)) or len(breaker) != 2:
        raise TypeError(f"breaker must be (failures in a row, ms that it stays open), got {shown(breaker)}")
    whole("breaker's failures", breaker[0], at_least=1)
    number("breaker's ms", breaker[1], above=0)


def _known(entry, keys, of="an entry"):
    kind("entry", entry, dict, 'a dict such as {"style": "call", "timeout": 500}')
    for key in entry:
        if key not in keys:
            raise ValueError(f"{key!r} is no setting of {of}, which has {', '.join(keys)}")


def changes(plan, before):
    """Return how many settings differ between two plans; a setting that is not there is the same as its default."""
    defaults = {"timeout": None, "retries": 0, "budget": None, "breaker": None, "at_most": None, "fallback": False, "ack": "after"}
    count = 0
    for name in {**plan, **before}:
        old, new = before.get(name, {}), plan.get(name, {})
        keys = {**old, **new}
        count += sum(old.get(key, defaults.get(key)) != new.get(key, defaults.get(key)) for key in keys)
    return count
