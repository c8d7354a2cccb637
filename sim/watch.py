"""Looking at a running world now and then, as a team's monitoring does: gauges and running totals, sampled.

A sample costs a glance at every part, however many calls there were in between, so a picture can be drawn at any
moment of a run without reading its trace.
"""

from sim.arguments import kind, number
from sim.trace import AGAIN, OUTCOMES
from sim.world import World

MOST = 1_000_000  # samples of one watch
_ENDS = range(1, len(OUTCOMES))  # the codes of all outcomes but "in flight"


class Watch:
    """Samples of `world`, one every `every` ms from 0 on, as plain lists of equal length.

    `times`: ms. `busy[service]`, `workers[service]`, `waiting[service]`: gauges. `queued[channel]`, `lag[channel]`:
    messages that wait in it, and those that are not settled, over all groups. For every pair (caller, service):
    `started[pair]`, the tries started so far; `ended[pair][outcome]`, the tries ended so far; `answered[pair][outcome]`,
    the same without those that were tried again, so whole requests; `breaker[pair]`, "closed", "open", "half-open" or None.
    Raises TypeError or ValueError unless `every` is positive.
    """

    def __init__(self, world, every):
        self.world = kind("world", world, World, "a World")
        self.every = number("every", every, above=0)
        self.times = []
        self.busy, self.workers, self.waiting = {}, {}, {}
        self.started, self.ended, self.answered, self.breaker = {}, {}, {}, {}
        self._gauges = []  # each service with the lists to add to, so that a look need not search for them
        for name, service in world.services.items():
            self.busy[name], self.workers[name], self.waiting[name] = [], [], []
            self._gauges.append((service, self.busy[name], self.workers[name], self.waiting[name]))
        self.queued, self.lag = {name: [] for name in world.channels}, {name: [] for name in world.channels}
        pairs = {}
        for call in world.links:
            pairs.setdefault((call.caller, call.service.name), []).append(call)
        self._totals = []  # and each pair
        for pair, calls in pairs.items():
            self.started[pair], self.breaker[pair] = [], []
            self.ended[pair] = {outcome: [] for outcome in OUTCOMES[1:]}
            self.answered[pair] = {outcome: [] for outcome in OUTCOMES[1:]}
            by_code = [(code, self.answered[pair][OUTCOMES[code]], self.ended[pair][OUTCOMES[code]]) for code in _ENDS]
            self._totals.append((calls, self.started[pair], self.breaker[pair], by_code))
        self._next = world.now
        self._look()

    def run(self, until):
        """Let the world run until `until` (ms), sampling on the way; a sample sees what came before its time.

        Raises ValueError if that lies in the past, or would make more than a million samples in all.
        """
        number("until", until, at_least=self.world.now)
        if (until - self.times[0]) / self.every > MOST:
            raise ValueError(f"every must leave at most {MOST:,} samples until {until:,.0f} ms, got {self.every!r}")
        while self._next <= until:
            self.world.run(self._next)
            self._look()
        self.world.run(until)

    def _look(self):
        self.times.append(self._next)
        self._next = self.times[0] + len(self.times) * self.every
        for service, busy, workers, waiting in self._gauges:
            busy.append(service.busy)
            workers.append(service.workers)
            waiting.append(len(service.waiting))
        for name, queued in self.queued.items():
            channel = self.world.channels[name]
            queued.append(len(channel))
            self.lag[name].append(sum(group.book.lag for group in channel.groups))
        for calls, started, breaker, by_code in self._totals:
            first = calls[0]
            begun, counts = first.begun, first.counts
            if len(calls) > 1:
                begun = sum(call.begun for call in calls)
                counts = [sum(column) for column in zip(*(call.counts for call in calls))]
            started.append(begun)
            breaker.append(getattr(first.breaker, "state", None))
            for code, answered, ended in by_code:
                count = counts[code]
                answered.append(count)
                ended.append(count + counts[code + AGAIN])

    def rate(self, totals, over=None):
        """Return running totals as a rate per second: at each sample, over the last `over` ms (default: one step).

        The first entry is 0; near the beginning the span is as long as there is.
        """
        steps = self._steps(over)
        rates = [0.0]
        for i in range(1, len(totals)):
            since = max(0, i - steps)
            rates.append((totals[i] - totals[since]) / (self.times[i] - self.times[since]) * 1_000)
        return rates

    def share(self, parts, wholes, over=None, empty=1.0):
        """Return at each sample what `parts` is of `wholes` (running totals), over the last `over` ms; `empty` for 0 of 0."""
        steps = self._steps(over)
        shares = [empty]
        for i in range(1, len(wholes)):
            since = max(0, i - steps)
            whole = wholes[i] - wholes[since]
            shares.append((parts[i] - parts[since]) / whole if whole else empty)
        return shares

    def _steps(self, over):
        return 1 if over is None else max(1, round(number("over", over, above=0) / self.every))
