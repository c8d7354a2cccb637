"""The way of answers back over TCP: they share a link, packets get lost and are sent again, and order is kept.

TCP hands over what it carries in order. When many answers share one connection (HTTP/2), those behind a lost packet wait
for it though they have arrived; when each has a connection to itself (HTTP/1.1), a loss holds up its own answer only.
"""

from math import ceil

from sim.arguments import flag, number, share

PACKET = 1_460  # bytes that one packet carries over Ethernet: 1,500 less two headers of 20


class AnswerPath:
    """A step that a service takes last (`service.steps.append(path)`): the answer passes the link, then goes on its way.

    `size` in bytes of an answer and `bandwidth` in Mbit/s make the time for which an answer has the link to itself, first
    come, first served. `loss` is the share of packets that get lost; an answer that lost one is complete `again` ms
    later. `in_order=True`: all share one connection, so that none is handed over before those sent earlier.
    `held` maps rows of the trace to (ms of the answer's own loss, ms behind losses of others), where there are any.
    All but `held` may be changed while the world runs. Raises ValueError or TypeError for values that make no sense.
    """

    def __init__(self, world, name, size, bandwidth, loss=0.0, again=200, in_order=False):
        self.clock = world.clock
        self._draw = world.streams.named(f"{name}/loss").random
        self.held = {}
        self._free = self._last = 0.0  # ms: when the link is free, when the last answer was handed over
        self.set(size=size, bandwidth=bandwidth, loss=loss, again=again, in_order=in_order)

    def set(self, size, bandwidth, loss, again, in_order):
        """Take these settings from the next answer on; none, if one makes no sense."""
        size, bandwidth = number("size", size, above=0), number("bandwidth", bandwidth, above=0)
        loss, again = share("loss", loss), number("again", again, at_least=0)
        in_order = flag("in_order", in_order)
        self.size, self.bandwidth, self.loss, self.again, self.in_order = size, bandwidth, loss, again, in_order
        self.sending = size * 8 / (bandwidth * 1_000)  # ms
        self.unlucky = 1 - (1 - loss) ** ceil(size / PACKET)  # the share of answers that lose a packet

    def begin(self, job):
        """Send the answer of `job`; the service is told when it has come through."""
        now = self.clock._now
        self._free = sent = max(now, self._free) + self.sending
        own = self.again if self._draw() < self.unlucky else 0.0  # drawn always, so that a knob moves no other answer's luck
        through = sent + own
        behind = 0.0
        if self.in_order:
            behind = max(0.0, self._last - through)
            through += behind
            self._last = through
        if own or behind:
            self.held[job.row] = (own, behind)
        self.clock.at(job, through, happen=_came_through)
        return True


def _came_through(job):
    job.service.go_on(job)
