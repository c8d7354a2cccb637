"""How well a service or a call is at a moment, from the samples of a run."""

from bisect import bisect_right

GOOD = ("ok", "fallback")
SPAN = 1_000  # ms: health is judged by what ended in the last second

HEALTHY, STRAINED, FAILING, IDLE = "healthy", "strained", "failing", "idle"


def sample_at(watch, time):
    """Return the number of the last sample at or before `time` (ms); the last one for None."""
    if time is None:
        return len(watch.times) - 1
    return max(0, bisect_right(watch.times, time) - 1)


def recent(watch, totals, at):
    """Return how much running totals grew in the last second before sample `at`."""
    return totals[at] - totals[max(0, at - round(SPAN / watch.every))]


def call_health(watch, pair, at):
    """Return (share of tries that ended well, tries that ended) for a pair (caller, service); the share of none is 1."""
    ended = {outcome: recent(watch, totals, at) for outcome, totals in watch.ended[pair].items()}
    count = sum(ended.values())
    return (sum(ended[outcome] for outcome in GOOD) / count if count else 1.0), count


def service_health(watch, service, at):
    """Return how well a service is, by what its callers saw of it in the last second and by its workers.

    "failing": less than half of the calls came back well, or all workers are in use and none did. "strained": less than
    95 % came back well, or all workers are in use. "idle": nothing was asked of it. Else "healthy".
    """
    good = count = asked = 0
    for pair in watch.ended:
        if pair[1] == service:
            share, ended = call_health(watch, pair, at)
            good += share * ended
            count += ended
            asked += recent(watch, watch.started[pair], at)
    full = watch.busy[service][at] >= watch.workers[service][at]
    if not count:
        return FAILING if full else STRAINED if asked and at else IDLE
    if good < 0.5 * count:
        return FAILING
    return STRAINED if full or good < 0.95 * count else HEALTHY
