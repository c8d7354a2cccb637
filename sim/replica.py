"""A copy of another service's data, kept up to date by events: how far it is behind, and for how long.

The owner's changes arrive in the order in which they were made, so the k-th event is the k-th change.
"""

from bisect import bisect_left

from sim.arguments import number


class Replica:
    """The changes of one owner: `changed` holds when each was made, `applied` when the copy had it too (ms)."""

    def __init__(self):
        self.changed, self.applied = [], []

    def change(self, now):
        """The owner has changed its data."""
        self.changed.append(now)

    def apply(self, now):
        """The next event has reached the copy. Raises ValueError if there was no such change."""
        if len(self.applied) >= len(self.changed):
            raise ValueError(f"now must come after a change that is not applied, got {now!r} with all {len(self.changed)} applied")
        self.applied.append(now)

    def staleness(self, time):
        """Return for how many ms the copy has not been what the original is, at `time`; 0 if they are the same."""
        number("time", time)
        seen = bisect_left(self.applied, time)
        made = bisect_left(self.changed, time)
        return time - self.changed[seen] if seen < made else 0.0

    @property
    def lags(self):
        """The ms from each change to its arrival in the copy, as far as it has arrived."""
        return [there - here for here, there in zip(self.changed, self.applied)]

    def spans(self, until):
        """Return the spans of time before `until` (ms) in which the copy was behind, as (start, end), in order."""
        spans = []
        for place, start in enumerate(self.changed):
            if start >= until:
                break
            end = min(self.applied[place], until) if place < len(self.applied) else until
            if spans and start <= spans[-1][1]:
                spans[-1] = spans[-1][0], end
            else:
                spans.append((start, end))
        return spans

    def share_behind(self, until):
        """Return the share of the time from 0 to `until` (ms) in which the copy was behind."""
        number("until", until, above=0)
        return sum(end - start for start, end in self.spans(until)) / until


class Changing:
    """A step of the service that owns the data: every job changes it."""

    def __init__(self, replica, clock):
        self.replica, self.clock = replica, clock

    def begin(self, job):
        """Note it, and go on."""
        self.replica.change(self.clock.now)
        return False


class Applying:
    """A step of the service that keeps the copies: every job is an event of the owner that sent it, in `replicas` by name."""

    def __init__(self, replicas, clock):
        self.replicas, self.clock = replicas, clock

    def begin(self, job):
        """Apply it, and go on."""
        self.replicas[job.sender].apply(self.clock.now)
        return False
