"""How old an address may be, and what two choices are worth. Times in one unit throughout, ms or s."""

from sim.arguments import number, whole


def worst_staleness(lease, sweep=0, cache=0, fetch=0):
    """Return how long after a crash a client may still believe in the instance: lease + sweep + cache + fetch.

    The instance renews its lease just before it dies, the sweep has just been when the lease ends, and so on. The heartbeat's
    interval is in none of these; it only must be shorter than the lease.
    """
    return _lease(lease) + _waits(sweep, cache, fetch)


def mean_staleness(heartbeat, lease, sweep=0, cache=0, fetch=0):
    """Return the mean of that: lease - heartbeat / 2 + (sweep + cache + fetch) / 2.

    When the crash comes, the lease is half a heartbeat old on average; each of the others is waited for by half its
    interval (the mean of a uniform phase). Holds for a registrar that polls too (sweep 0), if the lease is a whole number of polls:
    three polls of 10 s are noticed after 20 to 30 s.
    """
    heartbeat = number("heartbeat", heartbeat, above=0, at_most=_lease(lease))
    return lease - heartbeat / 2 + _waits(sweep, cache, fetch) / 2


def spread_of_staleness(heartbeat, sweep=0, cache=0, fetch=0):
    """Return the standard deviation of that: the root of a twelfth of the sum of the squared intervals (uniform phases)."""
    _waits(sweep, cache, fetch)
    return ((number("heartbeat", heartbeat, above=0) ** 2 + sweep**2 + cache**2 + fetch**2) / 12) ** 0.5


def worst_goodbye(cache=0, fetch=0):
    """Return how long an instance may be asked after it has left the registry: cache + fetch. So long it must go on answering."""
    return _waits(0, cache, fetch)


def registry_requests(instances, heartbeat, clients, fetch):
    """Return the requests per unit of time at a registry: instances / heartbeat + clients / fetch."""
    number("instances", instances, at_least=0)
    number("clients", clients, at_least=0)
    return instances / number("heartbeat", heartbeat, above=0) + clients / number("fetch", fetch, above=0)


def false_evictions(heartbeat, lease, loss):
    """Return how often a healthy instance is lost from the list, per unit of time: (1 - p) p^k / heartbeat.

    `loss` is the share p of heartbeats that get lost, each independently, and k = lease / heartbeat, a whole number: a run of k lost
    ones begins after one that came through. (Swept at once; a sweep that comes between may miss it.)
    """
    p = number("loss", loss, at_least=0, at_most=1)
    k = _lease(lease) / number("heartbeat", heartbeat, above=0)
    if abs(k - round(k)) > 1e-9 or k < 1:
        raise ValueError(f"lease must be a whole number of heartbeats, got {lease!r} for a heartbeat of {heartbeat!r}")
    return (1 - p) * p ** round(k) / heartbeat


def supermarket_sojourn(load, service_time, choices=2):
    """Return the mean time in a system of many M/M/1 queues when each job joins the shortest of `choices` drawn at random.

    Sum over i >= 1 of load ^ ((d^i - d) / (d - 1)), times the mean service time; one choice gives 1 / (1 - load). Holds as the
    number of queues goes to infinity (Vvedenskaya, Dobrushin, Karpelevich 1996; Mitzenmacher 2001). load < 1.
    """
    load, choices = _load(load), whole("choices", choices, at_least=1, at_most=10)
    number("service_time", service_time, above=0)
    if choices == 1:
        return service_time / (1 - load)
    total, exponent = 0.0, 0
    while load**exponent > 1e-15:
        total += load**exponent
        exponent = choices * exponent + choices
    return service_time * total


def share_of_long_queues(load, at_least, choices=2):
    """Return the share of those queues that hold at least so many jobs: load ^ ((d^i - 1) / (d - 1)); one choice: load ^ i."""
    load, choices = _load(load), whole("choices", choices, at_least=1, at_most=10)
    at_least = whole("at_least", at_least, at_least=0, at_most=60)
    return load ** sum(choices**i for i in range(at_least))


def _load(load):
    load = number("load", load, at_least=0)
    if load >= 1:
        raise ValueError(f"load must be less than 1, got {load!r}")
    return load


def _lease(lease):
    return number("lease", lease, above=0)


def _waits(sweep, cache, fetch):
    return number("sweep", sweep, at_least=0) + number("cache", cache, at_least=0) + number("fetch", fetch, at_least=0)
