"""A roll-out: when clients and instances change their version, and who meets whom on a given day. Times are days."""

from bisect import bisect_right
from functools import cache

from sim.versions import BREAKS, FITS, fit, fit_unnamed

START = 5  # the day on which the provider begins
STRATEGIES = ("all at once", "one by one", "both in each", "side by side")


class Clients:
    """Clients that change from the `old` version to the `new` one, each on a day of its own.

    `moves` are these days, `silent` says of each whether it names no version in its calls.
    """

    def __init__(self, old, new, moves, silent):
        self.old, self.new = old, new
        self.moves, self.silent = moves, silent
        self._days = {quiet: sorted(day for day, s in zip(moves, silent) if s == quiet) for quiet in (False, True)}

    @property
    def last(self):
        """The day on which the last one changes."""
        return max(self.moves)

    def moved(self, day):
        """Return the share of clients that have changed."""
        return sum(bisect_right(days, day) for days in self._days.values()) / len(self.moves)

    def callers(self, day):
        """Return who calls on a `day`: a (version, silent) for each client."""
        return [(self.new if move <= day else self.old, silent) for move, silent in zip(self.moves, self.silent)]

    def counts(self, day):
        """Return how many of each there are, as a tuple of ((version, silent), count)."""
        found = []
        for silent, days in self._days.items():
            moved = bisect_right(days, day)
            found += [((self.old, silent), len(days) - moved), ((self.new, silent), moved)]
        return tuple((caller, count) for caller, count in found if count)


class Instances:
    """What the provider's instances serve: `strategy` is one of `STRATEGIES`.

    All of them change on the first day, or one after the other, `rollout` days in all. "both in each": an instance first
    serves both versions; "side by side": new instances start beside the old ones, and a router sends each call to one
    that serves the version it names. In these two the old version goes, one instance after the other, `sunset` days
    after the start, or with 0 when the last client has moved.
    """

    def __init__(self, old, new, strategy, count, rollout, sunset, last):
        self.count, self.routed = count, strategy == "side by side"
        self.old, self.both, self.new = (old,), (old, new), (new,)
        paces = [0 if strategy == "all at once" else rollout * number / count for number in range(count)]
        begins = START + sunset if sunset else max(last, START)
        self.adds = [START + pace for pace in paces]
        self.drops = [begins + pace for pace in paces] if strategy in STRATEGIES[2:] else self.adds

    @property
    def gone(self):
        """The day on which no instance serves the old version any more."""
        return self.drops[-1]

    def counts(self, day):
        """Return how many instances serve what on a `day`: (versions, count) for the old, both, and the new."""
        added, dropped = bisect_right(self.adds, day), bisect_right(self.drops, day)
        if self.routed:
            return (self.old, self.count - dropped), (self.both, 0), (self.new, added)
        return (self.old, self.count - added), (self.both, added - dropped), (self.new, dropped)

    def serve(self, version, day):
        """Return how many instances serve a version, as a share of their full number."""
        return sum(number for versions, number in self.counts(day) if version in versions) / self.count

    def pool(self, caller, day):
        """Return the instances that a call of `caller` may come to, what each serves, one of them by lot."""
        fleet = [versions for versions, number in self.counts(day) for _ in range(number)]
        if not self.routed or caller[1]:
            return fleet
        return [versions for versions in fleet if fate(caller, versions) != BREAKS] or fleet


@cache
def fate(caller, versions):
    """Return how a call fares, one of `FITS`: a silent caller is answered with the newest that is served."""
    version, silent = caller
    return fit_unnamed(version, versions) if silent else fit(version, versions)


def meetings(clients, instances, day):
    """Return who meets whom on a `day`: {(caller, versions): share of all calls}, which add up to 1."""
    found = {}
    for caller, count in clients.counts(day):
        pool = instances.pool(caller, day)
        for versions in dict.fromkeys(pool):
            found[caller, versions] = count / len(clients.moves) * pool.count(versions) / len(pool)
    return found


def expected(clients, instances, days):
    """Return, for each of `FITS`, the expected share of calls on each of `days`: client share times instance share, summed."""
    known, shares = {}, {name: [] for name in FITS}
    for day in days:
        state = clients.counts(day), instances.counts(day)
        if state not in known:
            sums = dict.fromkeys(FITS, 0.0)
            for meeting, share in meetings(clients, instances, day).items():
                sums[fate(*meeting)] += share
            known[state] = sums
        for name, share in known[state].items():
            shares[name].append(share)
    return shares
