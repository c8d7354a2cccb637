"""An automatic diagnosis: nine rules over what the team sees, in the order in which a team had better look."""

from statistics import fmean

from sim.drills.readings import BAD
from sim.drills.shop import BROKER, CATALOG, CHECKOUT, FRONT, GUARDED

CALLS = {
    FRONT: ("currencyservice", "cartservice", "recommendationservice", "shippingservice", CHECKOUT, "adservice", CATALOG),
    "recommendationservice": (CATALOG,), "cartservice": ("redis-cart",),
    CHECKOUT: (CATALOG, "shippingservice", "paymentservice", "currencyservice", "cartservice"),
}  # fmt: skip
LOOK = 9  # samples: the last 45 s before the team acts
ILL = 0.08  # share of tries that end badly, from which on a service is ill
CALM = 8  # samples that nothing has happened in yet


def diagnose(readings, until=180.0):
    """Return (cause, place): what is wrong, and where, by what was seen up to the second `until`; (None, None) if nothing is.

    It looks at messages first, since nothing of theirs disturbs a page, then at the ill service that calls no ill one.
    """
    last = next((i for i, second in enumerate(readings["seconds"]) if second > until), len(readings["seconds"]))
    span = slice(max(CALM, last - LOOK), last)
    found = _of_messages(readings, span) or _of_instances(readings, span) or _of_services(readings, span)
    if found is None or found[0] == "failing service":  # or it fails since it is kept from asking another
        found = _of_breakers(readings, slice(CALM, last), found and found[1]) or found
    return found or (None, None)


def _of_messages(readings, span):
    broker, rows = readings["broker"][BROKER], readings["outbox"][CHECKOUT]["rows"][span]
    if broker["used"][span][-1] >= 1 and max(broker["refused"][span]) > 0:
        return "full broker", BROKER
    if rows[-1] > 50 and rows[-1] > rows[0]:
        return "stuck outbox relay", CHECKOUT
    for name, group in readings["channels"].items():
        if group["waiting"][span][-1] > 50 and max(group["done"][span]) == 0 and fmean(readings["services"][name]["busy"][span]) < 0.9:
            return "dead consumer", name
    return None


def _of_instances(readings, span):
    registry = readings["registry"][CATALOG]
    silent = [name for name, rate in registry["answers"].items() if max(rate[span]) == 0]
    if silent and registry["listed"][span][-1] > len(registry["answers"]) - len(silent) > 0:
        return "stale registry", CATALOG
    return None


def _of_breakers(readings, span, by=None):
    """Look for a breaker in front of a service that is well, of the calls `by` one service (None: by any).

    It may be closed just now, so `span` is all that has happened.
    """
    for call, states in readings["breakers"].items():
        caller, callee = call.split(" -> ")
        if by in (None, caller) and states[span].count("open") > 2 and _kind(readings, callee, span)[0] == "wrong breaker":
            return "wrong breaker", call
    return None


def _of_services(readings, span):
    services = readings["services"]
    ill = {name for name in services if _share_bad(services[name], span) > ILL}
    deepest = [name for name in ill if not ill & set(CALLS.get(name, ()))]
    if not deepest:
        return None
    place = max(deepest, key=lambda name: _share_bad(services[name], span))
    return _kind(readings, place, span)


def _kind(readings, name, span):
    service = readings["services"][name]
    rates = {key: fmean(service[key][span]) for key in ("answered", *BAD)}
    began = rates["answered"] + rates["timeout"] + rates["error"]
    if rates["open"] and began and (rates["timeout"] + rates["error"]) / began < 0.2:
        return "wrong breaker", _open_call(readings, name, span)
    if rates["error"] > rates["timeout"]:
        return "failing service", name
    usual = _usual(service["median"][:CALM])
    needed = _usual(service["median"][span])
    if needed is None:  # no job has come to an end, not even one that nobody waits for any more
        return "hanging service", name
    return ("slow service" if needed > 4 * usual else "retry storm"), name


def _open_call(readings, name, span):
    """Return which of the calls to a service has a breaker that is open, as the place of it."""
    of = {f"{caller} -> {callee}": 0 for caller, callee in GUARDED if callee == name}
    for call in of:
        of[call] = sum(state != "closed" for state in readings["breakers"][call][span])
    return max(of, key=of.get)


def _share_bad(service, span):
    bad = sum(fmean(service[key][span]) for key in BAD)
    all_of = bad + fmean(service["answered"][span])
    return bad / all_of if all_of else 0.0


def _usual(medians):
    there = [median for median in medians if median == median]
    return fmean(there) if there else None
