"""What the shop's team has on its screens: plain series by name, a sample every five seconds. Nothing here knows what is wrong.

`readings(shop)` is a dict of dicts of lists of equal length, one entry a sample; rates are per second over the five
seconds before it, and nan stands where there was nothing to measure:
`"seconds"`; `"users"`: asked, served, failed, slow (served, but later than promised) per s, p99 in ms;
`"services"` by name: asked (tries), answered, timeout, error, rejected, open per s, as callers see them; tries per call; median and
p99 in ms of what a worker needs for a job; busy (share of workers), queue (jobs that wait);
`"breakers"` by call: "closed", "open" or "half-open"; `"channels"` by group: waiting (messages), oldest (s), done per s;
`"outbox"`: rows not yet published; `"broker"`: used (share of its space), refused per s; `"registry"`: listed (instances), and
answers per s by instance.
"""

from bisect import bisect_left
from math import nan

from sim.drills.monitoring import EVERY
from sim.drills.shop import BROKER, CATALOG, CHECKOUT, GUARDED, MAILS, WORKERS
from sim.samples import nearest_rank
from sim.trace import FALLBACK, OK, USERS

PROMISE = 2_000  # ms: a page is promised within this
BAD = ("timeout", "error", "rejected", "open")
NAMES = (*WORKERS, CATALOG)


def readings(monitoring):
    """Return what the team has seen so far, as the module's text has it."""
    watch = monitoring.watch
    users, works, done = _durations(monitoring)
    return {
        "seconds": [time / 1_000 for time in watch.times],
        "users": _of_users(watch, users),
        "services": {name: _of_service(watch, name, works[name]) for name in NAMES},
        "breakers": {f"{caller} -> {callee}": list(watch.breaker[caller, callee]) for caller, callee in GUARDED},
        "channels": {name: {"waiting": monitoring.waiting[name], "oldest": monitoring.oldest[name], "done": done[name]} for name in MAILS},
        "outbox": {CHECKOUT: {"rows": monitoring.rows}},
        "broker": {BROKER: {"used": monitoring.used, "refused": watch.rate(monitoring.refused)}},
        "registry": {CATALOG: _of_registry(monitoring)},
    }


def service_of(name):
    """Return the service that the world's part `name` belongs to: an instance's is its group."""
    return CATALOG if name.startswith(CATALOG) else name


def _durations(monitoring):
    """Return by sample what users waited (ms, and whether in vain), what workers needed for a job, and jobs done by groups."""
    watch, trace = monitoring.watch, monitoring.shop.world.trace
    samples = len(watch.times)
    users = [[] for _ in range(samples)]
    works = {name: [[] for _ in range(samples)] for name in NAMES}
    owners = [(service_of(callee), caller == USERS) for caller, callee in trace.links]
    for link, started, served, ended, released, code in zip(
        trace.link, trace.started, trace.served, trace.ended, trace.released, trace.code
    ):
        name, by_user = owners[link]
        if by_user and ended == ended and ended < watch.times[-1]:
            users[int(ended / EVERY) + 1].append((ended - started, code in (OK, FALLBACK)))
        if released == released and served == served and released < watch.times[-1] and name in works:
            works[name][int(released / EVERY) + 1].append(released - served)
    done = {}
    for name in MAILS:
        moments = sorted(time for time in monitoring.shop.consumers[name].group.book.first_done if time == time)
        ends = [bisect_left(moments, time) for time in watch.times]
        done[name] = watch.rate(ends)
    return users, works, done


def _of_users(watch, users):
    every = EVERY / 1_000
    pair = next(pair for pair in watch.started if pair[0] == USERS)
    good = [[wait for wait, ok in some if ok] for some in users]
    return {
        "asked": watch.rate(watch.started[pair]),
        "served": [len(some) / every for some in good],
        "failed": [(len(all_of) - len(some)) / every for all_of, some in zip(users, good)],
        "slow": [sum(wait > PROMISE for wait in some) / every for some in good],
        "p99": [_percentile([wait for wait, _ in some], 99) for some in users],
    }


def _of_service(watch, name, works):
    pairs = [pair for pair in watch.started if service_of(pair[1]) == name]
    parts = [part for part in watch.busy if service_of(part) == name]
    if not pairs:  # asked by messages only
        rates = {key: [0.0] * len(watch.times) for key in ("asked", "answered", *BAD)} | {"tries": [nan] * len(watch.times)}
    else:
        outcomes = {key: _sum(watch.ended[pair][key] for pair in pairs) for key in ("ok", "fallback", *BAD)}
        asked = watch.rate(_sum(watch.started[pair] for pair in pairs))
        calls = watch.rate(_sum(column for pair in pairs for column in watch.answered[pair].values()))
        tried = watch.rate(_sum(outcomes.values()))
        rates = {"asked": asked, "answered": watch.rate(outcomes["ok"])} | {key: watch.rate(outcomes[key]) for key in BAD}
        rates["tries"] = [tries / of if of else nan for tries, of in zip(tried, calls)]
    workers, busy = _sum(watch.workers[part] for part in parts), _sum(watch.busy[part] for part in parts)
    return rates | {
        "median": [_percentile(some, 50) for some in works],
        "p99": [_percentile(some, 99) for some in works],
        "busy": [at / of for at, of in zip(busy, workers)],
        "queue": _sum(watch.waiting[part] for part in parts),
    }


def _of_registry(monitoring):
    watch, shop = monitoring.watch, monitoring.shop
    answers = {}
    for name in shop.catalog.instances:
        answers[name] = watch.rate(_sum(watch.ended[pair]["ok"] for pair in watch.ended if pair[1] == name))
    return {"listed": [len(names) for names in monitoring.listed], "answers": answers}


def _sum(columns):
    return [sum(row) for row in zip(*columns)]


def _percentile(values, q):
    return nearest_rank(sorted(values), q) if values else nan
