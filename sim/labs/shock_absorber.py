"""Without a broker and with one, for real: how long messages take, and what becomes of them when somebody crashes.

The consumer is a process of its own; it and the broker are killed and started again. All of it is on the loopback, and
gone afterwards.
"""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files

from sim.arguments import flag, whole
from sim.labs.brokerless import direct_consumer_crashes, direct_sender_crashes, direct_times
from sim.labs.taken import Count
from sim.labs.through_a_broker import broker_crashes, broker_times, consumer_crashes
from sim.samples import Samples, stored_samples

WAYS = {
    "direct": direct_times,
    "in memory": lambda count: asyncio.run(broker_times(count, "memory")),
    "on disk": lambda count: asyncio.run(broker_times(count, "file")),
    "disk waited for": lambda count: asyncio.run(broker_times(count, "file", always=True)),
}
OUTAGES = {
    "direct, the consumer crashes": direct_consumer_crashes,
    "direct, the sender crashes": direct_sender_crashes,
    "broker, the consumer crashes": lambda: asyncio.run(consumer_crashes()),
    "broker in memory, it crashes": lambda: asyncio.run(broker_crashes("memory")),
    "broker on disk, it crashes": lambda: asyncio.run(broker_crashes("file")),
}
TROUBLES = (TimeoutError, OSError, ImportError)  # of this machine, not of the code


def measure(count=2_000, progress=True):
    """Return `Samples` with up to `count` times (ms) from a sender to a consumer for each of `WAYS`; takes some seconds.

    One message is on its way at a time. `progress` shows a bar. A way that cannot be measured here has stored samples, and
    `source` says so. Raises ValueError unless count is at least 10.
    """
    whole("count", count, at_least=10)
    flag("progress", progress)
    stored = stored_samples("shock_absorber")
    ways = {way: lambda times=times: times(count) for way, times in WAYS.items()}
    times, missing = _each(ways, "measuring", progress, at_once=1)  # so that none disturbs another
    return Samples({way: times.get(way) or stored.times[way] for way in WAYS}, _source(missing, stored.source))


def outages(progress=True):
    """Return ({outage: `Count`}, where they were counted) for each of `OUTAGES`; takes some seconds.

    What cannot be tried here was counted on another machine, and the text says so.
    """
    flag("progress", progress)
    stored, where = stored_counts()
    counts, missing = _each(OUTAGES, "crashing", progress, at_once=len(OUTAGES))
    return {name: counts.get(name) or stored[name] for name in OUTAGES}, _source(missing, where)


@cache
def stored_counts():
    """Return what `outages` returned on another machine."""
    held = json.loads((files("sim") / "labs" / "shock_absorber_counts.json").read_text(encoding="utf-8"))
    return {name: Count(*counts) for name, counts in held["counts"].items()}, held["source"]


def _each(things, verb, progress, at_once):
    """Return ({name: what it gave}, {name: why it could not}), each done in a thread: a notebook's own has a loop already."""
    from tqdm.auto import tqdm  # here, so that the module is light to import

    found, missing = {}, {}
    with ThreadPoolExecutor(at_once) as pool:
        waiting = {name: pool.submit(do) for name, do in things.items()}
        for name in tqdm(things, desc=verb, disable=not progress, leave=False):
            try:
                found[name] = waiting[name].result()
            except TROUBLES as error:
                missing[name] = error
    return found, missing


def _source(missing, stored):
    here = "measured on this machine, just now"
    if not missing:
        return here
    reasons = "; ".join(f"{name}: {error}" for name, error in missing.items())
    return f"{here}, but for {', '.join(missing)} ({reasons}), which is stored: {stored}"
