"""Outages that come by chance: a service that is up and down in turn, for times drawn from a stream of its own.

Times up and times down are exponential, so a service has no memory: it is as likely to be up at the first instant as at
any other, and in the long run it is up for the share `available` of the time.
"""

from math import inf

from sim.arguments import number, one_of, share
from sim.delays import exponential


def mean_up(available, lasts):
    """Return the mean time between outages that last `lasts` on average: lasts · a / (1 − a), in the unit of `lasts`."""
    return inf if available == 1 else lasts * available / (1 - available)


class Outages:
    """Lets `service` of `world` be up for the share `available` of the time, in outages of `lasts` ms on average.

    `how` is what an outage is: "down" refuses what comes, "pause" keeps it until the end, as a channel does with messages
    that nobody acknowledges (see `sim.faults`). Services with the same `stream` (the default is the service's name) are out
    together. `available` and `lasts` may be changed while the world runs. `log` holds the (start, end) of each outage in
    ms, end inf while it lasts. Raises ValueError or TypeError unless available is from 0 to 1 and lasts positive.
    """

    def __init__(self, world, service, available, lasts, how="down", stream=None):
        self.service, self.clock = service, world.clock
        self._fault = {one_of("how", how, ("down", "pause")): True}
        self._available, self._lasts = share("available", available), number("lasts", lasts, above=0)
        self.log = []
        random = world.streams.named(f"{stream or service.name}/outages")
        self._luck = exponential(1).sampler(random)
        self._turns = 0
        self._out = False
        if random.random() >= self._available:
            self._turn()
        else:
            self._wait()

    @property
    def available(self):
        """The share of the time that the service is up, from 0 to 1."""
        return self._available

    @available.setter
    def available(self, value):
        self._available = share("available", value)
        self._wait()

    @property
    def lasts(self):
        """The mean length of an outage in ms."""
        return self._lasts

    @lasts.setter
    def lasts(self, value):
        self._lasts = number("lasts", value, above=0)
        self._wait()

    def _wait(self):
        """Settle when the next turn is; what was settled before counts no more, which is fair to times without memory."""
        self._turns += 1
        if self._available == (0 if self._out else 1):
            return  # for good
        mean = self._lasts if self._out else mean_up(self._available, self._lasts)
        self.clock.at(self._turns, self.clock.now + mean * self._luck(), happen=self._turn_if_last)

    def _turn_if_last(self, number):
        if number == self._turns:
            self._turn()

    def _turn(self):
        """Go down, or come up again."""
        self._out = not self._out
        if self._out:
            self.log.append((self.clock.now, inf))
            self.service.begin_fault(self._fault)
        else:
            self.log[-1] = self.log[-1][0], self.clock.now
            self.service.end_fault(self._fault)
        self._wait()

    def share_up(self, until):
        """Return the share of the time from 0 to `until` (ms, at most now) that the service was up."""
        number("until", until, above=0, at_most=self.clock.now)
        return 1 - sum(min(end, until) - start for start, end in self.log if start < until) / until

    def __repr__(self):
        return f"<Outages of {self.service.name}: up {self.available:.1%} of the time, {len(self.log)} outages so far>"
