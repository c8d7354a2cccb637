"""What a caller sets for a call: network, timeout, bulkhead, retry, breaker, fallback.

Each setting is checked when it is made, and may be changed while the world runs: it holds from its next use on.
"""

from math import inf

from sim.arguments import flag, kind, number, share, whole
from sim.breaker import Breaker
from sim.delays import checked_delay
from sim.retry import Retry, RetryBudget


class Policies:
    """The settings of one call; the base of `Call`.

    `network`: delay in ms of each of the two ways. `loss`: share of messages, either way, that get lost.
    `timeout`: patience in ms for one try, inf or None for none. `at_most`: tries that may be outstanding at once
    (the bulkhead); further ones are rejected. `retry`: a `Retry`. `breaker`: a `Breaker` of this call's own.
    `fallback`: True if the caller can answer with a substitute when the call has failed for good.
    `propagate`: True if the deadline of the caller's own call bounds this one.
    Raises ValueError if a breaker or loss comes without a timeout: a call that never ends would keep a half-open
    breaker so for ever.
    """

    def __init__(
        self, clock, streams, network=None, timeout=None, at_most=inf, retry=None, breaker=None, fallback=False,
        loss=0.0, propagate=False,
    ):  # fmt: skip
        self._network_rng = streams.named(f"{self.name}/network")
        self._backoff_rng = streams.named(f"{self.name}/backoff")
        self._draw_loss = streams.named(f"{self.name}/loss").random
        self._timeout, self._breaker, self._retry, self._purse, self._loss, self._at_most = inf, None, None, None, 0.0, inf
        self._guarded = False
        self.propagate = flag("propagate", propagate)
        self.timeout = timeout
        self.network = network
        self.loss = loss
        self.at_most = at_most
        self.retry = retry
        self.breaker = breaker
        self.fallback = fallback

    @property
    def network(self):
        """The delay in ms of each of the two ways."""
        return self._network

    @network.setter
    def network(self, value):
        self._network = value = checked_delay("network", value)
        self._draw_network = value.sampler(self._network_rng)
        self._hop = value.fixed  # None: draw it

    @property
    def timeout(self):
        """Patience for one try in ms; None if there is no end to it."""
        return None if self._timeout == inf else self._timeout

    @timeout.setter
    def timeout(self, value):
        value = inf if value is None else number("timeout", value, above=0, finite=False)
        if value == inf:
            self._needs_timeout("breaker", self._breaker)
            self._needs_timeout("loss", self._loss)
        self._timeout = value
        self._lane = self.clock.lane(value)

    @property
    def loss(self):
        """The share of messages, either way, that get lost."""
        return self._loss

    @loss.setter
    def loss(self, value):
        value = share("loss", value)
        if self._timeout == inf:
            self._needs_timeout("loss", value)
        self._loss = value

    @property
    def at_most(self):
        """How many tries may be outstanding at once."""
        return self._at_most

    @at_most.setter
    def at_most(self, value):
        self._at_most = whole("at_most", inf if value is None else value, at_least=1, finite=False)
        self._settle()

    @property
    def retry(self):
        """How a failed try is tried again, or None."""
        return self._retry

    @retry.setter
    def retry(self, value):
        if value is not None:
            kind("retry", value, Retry, "a Retry such as Retry(attempts=3), or None")
        old = self._retry
        self._retry = value
        if value is None or value.budget is None:
            self._purse = None
        elif old is None or old.budget != value.budget:
            self._purse = RetryBudget(value.budget)
        self._settle()

    @property
    def breaker(self):
        """The breaker in front of the call, or None."""
        return self._breaker

    @breaker.setter
    def breaker(self, value):
        if value is not None:
            _check_breaker(value)
            if self._timeout == inf:
                self._needs_timeout("breaker", value)
            if isinstance(value, Breaker):
                value.belong_to(self.clock)
        self._breaker = value
        self._settle()

    @property
    def fallback(self):
        """True if a substitute can stand in for the answer."""
        return self._fallback

    @fallback.setter
    def fallback(self, value):
        self._fallback = flag("fallback", value)

    def _settle(self):
        self._guarded = self._at_most != inf or self._breaker is not None or self._purse is not None

    def _needs_timeout(self, what, value):
        if value:
            raise ValueError(
                f"timeout must be set for a call with a {what} ({self.name}), got timeout=None: "
                "a call that never ends would never be counted"
            )


def own_breaker(breaker):
    """Return a fresh copy of `breaker`, for each of several calls to have its own. Raises TypeError if it cannot be copied."""
    _check_breaker(breaker)
    if not callable(getattr(breaker, "fresh", None)):
        raise TypeError(f"breaker must have a method fresh(), since each call needs its own, got {breaker!r}")
    return breaker.fresh()


def _check_breaker(value):
    if not (callable(getattr(value, "allow", None)) and callable(getattr(value, "report", None))) or isinstance(value, type):
        example = "a Breaker such as Breaker(failures=5, open_for=5_000), anything with allow and report, or None"
        raise TypeError(f"breaker must be {example}, got {value!r}")
