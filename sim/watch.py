"""Looking at a running world now and then, as a team's monitoring does: gauges and running totals, sampled.

A sample costs a glance at every part, however many calls there were in between, so a picture can be drawn at any
moment of a run without reading its trace.
"""

from sim.arguments import kind, number
from sim.trace import AGAIN, OUTCOMES
from sim.world import World

MOST = 1_000_000  # samples of one watch


class Watch:
    """Samples of `world`, one every `every` ms from 0 on, as plain lists of equal length.

    `times`: ms. `busy[service]`, `workers[service]`, `waiting[service]`: gauges. For every pair (caller, service):
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
        for name in world.services:
            self.busy[name], self.workers[name], self.waiting[name] = [], [], []
        self._pairs = {}
        for call in world.links:
            self._pairs.setdefault((call.caller, call.service.name), []).append(call)
        for pair in self._pairs:
            self.started[pair], self.breaker[pair] = [], []
            self.ended[pair] = {outcome: [] for outcome in OUTCOMES[1:]}
            self.answered[pair] = {outcome: [] for outcome in OUTCOMES[1:]}
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
        for name, service in self.world.services.items():
            self.busy[name].append(service.busy)
            self.workers[name].append(service.workers)
            self.waiting[name].append(len(service.waiting))
        for pair, calls in self._pairs.items():
            counts = calls[0].counts
            if len(calls) > 1:
                counts = [sum(column) for column in zip(*(call.counts for call in calls))]
            self.started[pair].append(sum(call.begun for call in calls))
            ended, answered = self.ended[pair], self.answered[pair]
            for code in range(1, len(OUTCOMES)):
                answered[OUTCOMES[code]].append(counts[code])
                ended[OUTCOMES[code]].append(counts[code] + counts[code + AGAIN])
            breaker = calls[0].breaker
            self.breaker[pair].append(getattr(breaker, "state", None))

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
