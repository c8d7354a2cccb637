"""Counts over time out of a run of `sim.scenarios.messages_and_channels`, for its picture."""

import numpy as np

from sim.scenarios.who_got_it import Journey, journeys


class Flow:
    """What a picture needs of a run, in arrays: when messages entered, came, began and were done, per consumer.

    `curves` and `waits` map names to lists as long as the watch's times. Of a run that rolls on, counts begin at the left
    end of the panels.
    """

    def __init__(self, result):
        self.hop = result.params["hop"]
        self.start = since = max(0, result.now - result.until)
        self.all = journeys(result, _rows(result, since) if since else None)
        self.reads = result.details["reads"]
        columns = dict(zip(Journey._fields, zip(*self.all))) if self.all else dict.fromkeys(Journey._fields, ())
        sent, self._released = np.array(columns["sent"]), np.array(columns["released"])
        self._sent = sent
        enters = sent + np.where(np.array(columns["kept"], bool), 0, self.hop)
        number = {name: place for place, name in enumerate(self.reads)}
        of = np.array([number.get(name, -1) for name in columns["consumer"]], int)
        sorts = {"done": self._released, "came": np.array(columns["arrived"])}
        self._times = {name: {what: np.sort(times[of == place]) for what, times in sorts.items()} for name, place in number.items()}
        sends = {name: np.array(channel.ledger.sent) for name, channel in result.world.channels.items()}
        self.sends = {name: times[np.searchsorted(times, since) :] for name, times in sends.items()}
        at = np.array(result.watch.times)

        billing = [name for name in self.reads if name.startswith("billing")]
        done = {name: np.searchsorted(self._times[name]["done"], at) for name in self.reads}
        since_start = {name: counts - np.searchsorted(self._times[name]["done"], since) for name, counts in done.items()}
        others = [since_start[name] for name in billing[1:]] or [np.full(len(at), np.nan)]
        self.curves = {name: since_start[name] for name in ("billing 1", "stock", "reports")}
        self.curves |= {"sent": np.searchsorted(self.sends["order placed"], at), "others": sum(others) / len(others)}
        self.waits = {}
        for name, names in (("billing", billing), ("stock", ["stock"]), ("reports", ["reports"])):
            groups = {"billing", *billing} if name == "billing" else {name}
            entered = np.searchsorted(np.sort(enters[np.array([group in groups for group in columns["group"]], bool)]), at)
            self.waits[name] = entered - sum(done[one] for one in names)
        self.most_sent, self.most_waits = int(self.curves["sent"][-1]), max(int(values.max()) for values in self.waits.values())

    def under_way(self, time):
        """Return the journeys that have begun and not ended at `time`."""
        found = np.nonzero((self._sent <= time) & ~(self._released <= time))[0]
        return [self.all[i] for i in found]

    def counts(self, name, time):
        """Return how many messages a consumer has done, came to it and were sent to its channel, and how many it has not done yet."""
        (done, done_before), (came, came_before), (sent, _) = (
            np.searchsorted(some, (time, self.start), "right")
            for some in (self._times[name]["done"], self._times[name]["came"], self.sends[self.reads[name]])
        )
        return int(done - done_before), int(came - came_before), int(sent), int(came - done)


def _rows(result, since):
    """Return the rows of the trace that are not done yet, or were not yet at `since` (ms)."""
    released = np.array(result.trace.released[: len(result.trace)])
    return np.flatnonzero(~(released < since)).tolist()
