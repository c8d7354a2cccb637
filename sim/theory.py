"""Closed forms to hold the simulation to, each with its source. Rates are per second, times in ms, shares from 0 to 1."""

from math import ceil, inf, log

from sim.arguments import number, share, whole


def utilisation(rate, service_time, workers=1):
    """Return the share of time that each worker is in use: rate x service time / workers (utilisation law)."""
    number("rate", rate, at_least=0)
    number("service_time", service_time, above=0)
    return rate * service_time / 1_000 / whole("workers", workers, at_least=1)


def mm1_sojourn(rate, service_time):
    """Return the mean time in an M/M/1 queue, waiting and work: S / (1 - rho); inf from rho = 1 on.

    Kleinrock, Queueing Systems I, 1975, section 3.2.
    """
    rho = utilisation(rate, service_time)
    return service_time / (1 - rho) if rho < 1 else inf


def mm1_percentile(rate, service_time, q):
    """Return the q-th percentile of the time in an M/M/1 queue (fifo): S ln(100 / (100 - q)) / (1 - rho). Kleinrock, 5.6."""
    number("q", q, at_least=0, at_most=100)
    return mm1_sojourn(rate, service_time) * (log(100 / (100 - q)) if q < 100 else inf)


def little(rate, time):
    """Return the mean number inside: L = lambda W (Little, Operations Research 9, 1961)."""
    return number("rate", rate, at_least=0) * number("time", time, at_least=0) / 1_000


def erlang_c(rate, service_time, workers):
    """Return the share of calls that have to wait in an M/M/c queue (Erlang C); 1.0 when it is overloaded.

    Kleinrock, Queueing Systems I, 1975, section 3.5.
    """
    load = utilisation(rate, service_time, workers) * workers
    if load >= workers:
        return 1.0
    lost = 1.0  # Erlang B by its recursion, since powers and factorials overflow from some 170 workers on
    for k in range(1, workers + 1):
        lost = load * lost / (k + load * lost)
    return workers * lost / (workers - load * (1 - lost))


def mmc_wait(rate, service_time, workers):
    """Return the mean wait in an M/M/c queue: C S / (c - load); inf when it is overloaded."""
    load = utilisation(rate, service_time, workers) * workers
    return erlang_c(rate, service_time, workers) * service_time / (workers - load) if load < workers else inf


def serial_availability(parts):
    """Return the availability of a request that needs every part: the product of theirs."""
    product = 1.0
    for part in parts:
        product *= share("parts", part)
    return product


def tries_per_call(failure, tries):
    """Return the mean number of tries when each fails with this share and at most `tries` are made.

    (1 - p^n) / (1 - p), a geometric sum; n when all fail.
    """
    share("failure", failure)
    whole("tries", tries, at_least=1)
    return float(tries) if failure == 1 else (1 - failure**tries) / (1 - failure)


def success_with_tries(failure, tries):
    """Return the share of calls of which at least one of `tries` independent tries succeeds: 1 - p^n."""
    return 1 - share("failure", failure) ** whole("tries", tries, at_least=1)


def worst_amplification(tries, layers):
    """Return how many tries reach the bottom when each of `layers` callers makes `tries` of each: tries^layers.

    Site Reliability Engineering (Google, 2016), ch. 22: three layers of four attempts make 64.
    """
    return whole("tries", tries, at_least=1) ** whole("layers", layers, at_least=0)


def vulnerable_band(capacity, tries):
    """Return (low, high): the loads per second at which a server of this capacity can stay overloaded by its own retries.

    capacity / tries < load < capacity. Below, even all retries fit; above, it is overloaded anyway. After Bronson et
    al., Metastable Failures in Distributed Systems, HotOS 2021.
    """
    return number("capacity", capacity, above=0) / whole("tries", tries, at_least=1), capacity


def backlog_after_pause(rate, pause):
    """Return how many requests wait after a pause (ms) of the server: rate x pause."""
    return little(rate, pause)


def drain_time(rate, capacity, pause):
    """Return the ms that it takes to work off the backlog of a pause: pause x rate / (capacity - rate); inf if it never is.

    Without retries; requests keep coming while it drains.
    """
    number("capacity", capacity, above=0)
    number("rate", rate, at_least=0)
    number("pause", pause, at_least=0)
    return pause * rate / (capacity - rate) if rate < capacity else inf


def tipping_pause(rate, capacity, timeout, tries=2):
    """Return the pause (ms) above which a fifo server with impatient users does not come back, for two tries a call.

    Those who arrive at the end of a pause P > T wait for the backlog: rate x P first tries and rate x (P - T) second
    ones. Once that takes longer than the timeout T, everybody's work is done for nothing and everybody tries again:
    P = T (capacity + rate) / (2 rate). A fluid estimate of our own, without the backlog that chance has already made;
    so near full load the true one is a little shorter. inf below the vulnerable band, 0 above it.
    """
    if tries != 2:
        raise ValueError(f"tries must be 2, got {tries!r}: the estimate is for one retry")
    low, high = vulnerable_band(capacity, tries)
    number("timeout", timeout, above=0)
    number("rate", rate, at_least=0)
    if rate <= low:
        return inf
    return timeout * (capacity + rate) / (2 * rate) if rate < high else 0.0


def least_trials(failure, wanted):
    """Return the fewest tries with which a share `wanted` of calls succeed, when each try fails with `failure`."""
    share("failure", failure)
    share("wanted", wanted)
    if failure <= 0 or wanted <= 0:
        return 1
    return max(1, ceil(round(log(1 - wanted) / log(failure), 12))) if failure < 1 and wanted < 1 else inf


def calls_until_row(failure, row):
    """Return the mean number of independent calls until `row` failures in a row: (1 - p^k) / ((1 - p) p^k).

    Feller, An Introduction to Probability Theory and Its Applications I, 3rd ed. 1968, section XIII.7. inf if none fail.
    """
    share("failure", failure)
    whole("row", row, at_least=1)
    if failure in (0, 1):
        return inf if failure == 0 else float(row)
    return (1 - failure**row) / ((1 - failure) * failure**row)
