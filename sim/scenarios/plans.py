"""A plan for interprocess communication, judged: a shop runs as the plan says, once in calm and under each of three faults.

The order service looks up prices at the restaurant service, asks for recommendations, charges the card, writes the order down,
and sees that the kitchen and the mail service hear of it; the kitchen sees that a courier comes.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import nan

from sim.arguments import one_of
from sim.breaker import Breaker
from sim.delays import constant, lognormal
from sim.metrics import attempts, latencies, outcomes, percentile
from sim.retry import Retry, full_jitter
from sim.scenarios.plan_rules import ASKED_BY, PLACED, changes, objections
from sim.scenarios.words import per_cent
from sim.trace import USERS
from sim.tries import GOOD
from sim.world import World

__all__ = ["ASKED_BY", "AS_IT_IS", "FAILS", "OBJECTIVES", "PLACED", "Figures", "changes", "hint", "judge", "missed", "objections"]
RATE, PATIENCE = 20, 3_000  # users a second, and the ms after which they leave
UNTIL, DRAINED = 60_000, 110_000  # ms: users come, and what waits is worked off
TROUBLE, BETTER = 10_000, 40_000  # ms: from when to when there is a fault
WORK = {"restaurant": 10, "recommendation": 20, "payment": 60, "kitchen": 30, "mail": 200, "delivery": 20}  # ms on average
WORKERS = {"restaurant": 8, "recommendation": 16, "payment": 24, "kitchen": 8, "mail": 8, "delivery": 8}
FAILS = {"restaurant": 0.02, "recommendation": 0.01, "payment": 0.02, "kitchen": 0.01, "mail": 0.01, "delivery": 0.01}
CRASH, REDELIVERY = 0.006, 3_000  # share of orders in whose midst the order service crashes; ms to the next delivery of a message
FAULTS = ("calm", "recommendation hangs", "payment is slow", "mail is down, orders crash")
OBJECTIVES = dict(zip(FAULTS, (0.995, 0.99, 0.98, 0.98)))  # the least share of users served in time
MOST_ASKED = 1.2  # tries at payment for each call
AS_IT_IS = {name: {"style": "call"} for name in ASKED_BY} | {PLACED: {"strategy": "commit first"}}


@dataclass(frozen=True)
class Figures:
    """What one run came to: `served`, the share of users answered well in time; `p99` in ms; `lost`, orders that nobody cooks;
    `phantom`, tickets in the kitchen without an order; `mailed` and `fetched`, the shares of orders with a mail in the end and
    with a courier; `waiting`, the messages that wait for the mail service when it comes back; `asked`, tries at payment per call.
    """

    served: float
    p99: float
    orders: int
    lost: int
    phantom: int
    mailed: float
    fetched: float
    waiting: int
    asked: float


def judge(plan, seed=18, faults=FAULTS):
    """Run the shop as `plan` says under each of `faults`, by default calm and all three; return a dict of them to `Figures`.

    Raises ValueError for a plan that makes no sense (see `objections`), or a fault that is none of `FAULTS`.
    """
    for fault in faults:
        one_of("fault", fault, FAULTS)
    if wrong := objections(plan):
        raise ValueError(f"plan must make sense, got one in which {'; '.join(wrong)}")
    return {fault: _ran(_Frozen(plan), fault, seed) for fault in faults}


def missed(plan, fault, seed=18):
    """Return what a plan misses under one of `FAULTS`, a list of sentences; [] if it meets its objective there. Errors: see `judge`."""
    got, found = judge(plan, seed, [fault])[fault], []
    if got.served < OBJECTIVES[fault]:
        found.append(f"only {per_cent(got.served)} of the users were served in time{_why(plan, fault, got)}")
    if got.asked > MOST_ASKED:
        found.append(f"payment was asked {got.asked:.2f} times for each call: who is slow is asked still more")
    if got.lost:
        found.append(f"{got.lost} orders stand in the database and nobody cooks them")
    if got.phantom:
        found.append(f"the kitchen cooked {got.phantom} orders that are not in the database")
    if got.mailed < 1:
        found.append(f"only {per_cent(got.mailed)} of the orders had their mail in the end")
    if got.fetched < 1:
        found.append(f"only {per_cent(got.fetched)} of the orders were fetched by a courier in the end")
    return found


def hint(plan, fault=None):
    """Return in one line what a plan misses under a fault, or (None) what makes no sense in it; whatever `plan` is."""
    try:
        wrong = objections(plan)
        if fault is None:
            return "; ".join(wrong) or "there is nothing to object to"
        return "first the plan has to make sense" if wrong else f"{fault}: " + ("; ".join(missed(plan, fault)) or "nothing is missed")
    except TypeError as error:
        return str(error)


def _why(plan, fault, got):
    """Return the likeliest cause, if it is one of those that a plan can do something about."""
    asked, payment = plan["recommendation"], plan["payment"]
    if fault == FAULTS[1] and asked["style"] == "call":
        if asked.get("timeout") is None:
            return ": callers wait for ever, and soon every worker of the order service does"
        if not asked.get("fallback"):
            return ": an order without recommendations is answered with an error"
        return f": each caller holds a worker of the order service for up to {asked['timeout']:,} ms and more"
    if fault == FAULTS[2] and payment.get("timeout"):
        return f": payment now takes about {10 * WORK['payment']} ms and its timeout is {payment['timeout']:,} ms"
    if fault == FAULTS[3]:
        return ": whoever is called has to be up" if plan["mail"]["style"] == "call" else ""
    weak = [name for name, of in plan.items() if of.get("style") == "call" and not (of.get("retries") or of.get("fallback"))]
    return f": now and then a call to {' or '.join(weak)} fails, and is neither made again nor replaced" if weak else ""


class _Frozen:
    """A plan as a key of the cache: by what is in it."""

    def __init__(self, plan):
        self.plan = {name: dict(entry) for name, entry in plan.items()}
        self.text = repr(sorted((name, sorted(entry.items())) for name, entry in self.plan.items()))

    def __eq__(self, other):
        return self.text == other.text

    def __hash__(self):
        return hash(self.text)


@lru_cache(maxsize=1_024)
def _ran(frozen, fault, seed):
    """Run one of `FAULTS` and return its `Figures`."""
    plan, world = frozen.plan, World(seed=seed)
    order = world.service("order", workers=32, work=lognormal(5, 0.3))
    services = {name: world.service(name, WORKERS[name], lognormal(WORK[name], 0.3)) for name in ASKED_BY}
    for name, service in services.items():
        service.fail = FAILS[name]
    for name in ("restaurant", "recommendation", "payment"):
        _call(order, services[name], plan[name])
    placed = world.channel("orders", "publish-subscribe", constant(0.5), visibility=REDELIVERY)
    crash = CRASH if fault == FAULTS[3] else 0.0
    strategy, every = plan[PLACED]["strategy"], plan[PLACED].get("every", 500)
    records = order.records(placed, strategy, write=constant(5), read=constant(10), send=constant(2), crash=crash, every=every)
    for name in ("kitchen", "mail"):
        _tell_or_call(order, services[name], plan[name], placed)
    fetch = world.channel("fetch", "publish-subscribe", constant(0.5), visibility=REDELIVERY)
    if plan["delivery"]["style"] == "message":
        services["kitchen"].publishes(fetch)
    _tell_or_call(services["kitchen"], services["delivery"], plan["delivery"], fetch)
    load = world.users(order, rate=RATE, timeout=PATIENCE)
    _trouble(world, services, fault)
    waiting = []
    world.at(BETTER - 1, lambda: waiting.append(sum(len(group.waiting) for group in placed.groups if group.name == "mail")))
    world.run(UNTIL)
    load.rate = 1e-9
    return _figures(world.run(DRAINED), records, plan, placed, fetch, waiting[0])


def _call(caller, service, entry):
    if entry["style"] != "call":
        return  # a copy is at hand: reading it takes no time and needs nobody
    retry = breaker = None
    if retries := entry.get("retries", 0):
        retry = Retry(attempts=1 + retries, backoff=full_jitter(base=50, cap=500), budget=entry.get("budget"))
    if entry.get("breaker") is not None:
        breaker = Breaker(*entry["breaker"])
    policies = {"timeout": entry.get("timeout"), "at_most": entry.get("at_most"), "fallback": entry.get("fallback", False)}
    caller.calls(service, network=constant(0.5), retry=retry, breaker=breaker, **policies)


def _tell_or_call(caller, service, entry, channel):
    if entry["style"] == "message":
        service.consumes(channel, ack=entry.get("ack", "after"), idempotent=True)
    else:
        _call(caller, service, entry)


def _trouble(world, services, fault):
    if fault == FAULTS[1]:
        world.fault(services["recommendation"], TROUBLE, BETTER, hang=1.0)
        world.fault(services["recommendation"], BETTER, BETTER + 500, crash=True)  # it is started anew
    elif fault == FAULTS[2]:
        world.fault(services["payment"], TROUBLE, BETTER, slow=10)
    elif fault == FAULTS[3]:
        world.fault(services["mail"], TROUBLE, BETTER, crash=True)


def _figures(trace, records, plan, placed, fetch, waiting):
    counts = outcomes(trace, "order", caller=USERS)
    book, asked_for = records.book, sum(counts.values())
    committed = [n for n in range(len(book.committed)) if book.committed[n] == book.committed[n]]
    done = {"kitchen": _done(trace, "kitchen", plan["kitchen"], placed), "mail": _done(trace, "mail", plan["mail"], placed)}
    wanted = {name: [_key(records, n, plan[name]) for n in committed] for name in done}
    has = {name: [key in done[name] for key in keys] for name, keys in wanted.items()}
    tickets, fetched = len(done["kitchen"]), _couriers(trace, plan["delivery"], fetch)
    return Figures(
        served=(counts["ok"] + counts["fallback"]) / asked_for if asked_for else nan,
        p99=percentile(trace, "order", 99, caller=USERS) if latencies(trace, "order", caller=USERS) else nan,
        orders=len(committed),
        lost=has["kitchen"].count(False),
        phantom=len(done["kitchen"] - set(wanted["kitchen"])),
        mailed=sum(has["mail"]) / len(committed) if committed else nan,
        fetched=min(1.0, fetched / tickets) if tickets else nan,
        waiting=waiting,
        asked=attempts(trace, "payment"),
    )


def _key(records, order, entry):
    """Return by what a service knows an order that is told or asked: None if its message was never out."""
    if entry["style"] == "call":
        return records.row_of(order)
    return records.number_of(order) if records.book.copies[order] else None


def _done(trace, name, entry, channel):
    """Return the keys of the orders on which a service has worked: numbers of messages, or rows of the users' calls."""
    if entry["style"] == "message":
        book = channel.ledger.of(name)
        return {n for n, time in zip(book.numbers, book.first_done) if time == time}
    return {trace.parent[row] for row in trace.rows(name, "order") if trace.code[row] in GOOD}


def _couriers(trace, entry, channel):
    if entry["style"] == "message":
        return sum(time == time for time in channel.ledger.of("delivery").first_done)
    return len({trace.parent[row] for row in trace.rows("delivery") if trace.code[row] in GOOD})
