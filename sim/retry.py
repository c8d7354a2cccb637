"""Trying again: how often, after how long, and how much of it one can afford.

A backoff is a function of the number of the failed try (from 1), the wait before that try (ms) and a random
generator; it gives the wait before the next try in ms. The jittered ones are those of Marc Brooker,
"Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
"""

from dataclasses import dataclass

from sim.arguments import kind, number, share, whole


class Backoff:
    """A rule for the wait before a further try; `repr` is the call that builds it."""

    def __init__(self, text, rule):
        self._text = text
        self._rule = rule

    def wait(self, failed, previous, rng):
        """Return the wait in ms after try number `failed` failed, the wait before it having been `previous`."""
        return self._rule(failed, previous, rng)

    def __repr__(self):
        return self._text

    def __eq__(self, other):
        return isinstance(other, Backoff) and self._text == other._text

    def __hash__(self):
        return hash(self._text)


def no_wait():
    """Try again at once."""
    return Backoff("no_wait()", lambda failed, previous, rng: 0.0)


def fixed(ms):
    """Always wait `ms`. Raises ValueError if ms < 0."""
    ms = number("ms", ms, at_least=0)
    return Backoff(f"fixed({ms!r})", lambda failed, previous, rng: ms)


def exponential_backoff(base, cap):
    """Wait base, 2 base, 4 base … ms, never more than `cap`. Raises ValueError unless 0 < base <= cap."""
    return _grown("exponential_backoff", base, cap, lambda most, rng: most)


def full_jitter(base, cap):
    """Wait anything from 0 to what exponential backoff would. Raises ValueError unless 0 < base <= cap."""
    return _grown("full_jitter", base, cap, lambda most, rng: most * rng.random())


def equal_jitter(base, cap):
    """Wait half of what exponential backoff would, and anything up to the other half. 0 < base <= cap."""
    return _grown("equal_jitter", base, cap, lambda most, rng: most / 2 + most / 2 * rng.random())


def decorrelated_jitter(base, cap):
    """Wait anything from `base` to three times the last wait (at first: `base`), never more than `cap` ms. 0 < base <= cap."""
    base, cap = _checked(base, cap)

    def rule(failed, previous, rng):
        most = 3 * max(base, previous)
        return min(cap, base + (most - base) * rng.random())

    return Backoff(f"decorrelated_jitter(base={base!r}, cap={cap!r})", rule)


def _grown(name, base, cap, jitter):
    base, cap = _checked(base, cap)
    doublings = 60  # 2**60 ms is 36 million years; beyond it the float could overflow

    def rule(failed, previous, rng):
        return jitter(min(cap, base * 2.0 ** min(failed - 1, doublings)), rng)

    return Backoff(f"{name}(base={base!r}, cap={cap!r})", rule)


def _checked(base, cap):
    base = number("base", base, above=0)
    return base, number("cap", cap, at_least=base)


@dataclass(frozen=True)
class Retry:
    """How a caller tries again: `attempts` tries in all, the first included, with a `backoff` between them.

    `budget`: None, or the share of a retry that every first try earns (0.1: one retry for ten calls); at
    most 10 are saved, and none is there at the start (the retry budget of Finagle and of the SRE book, ch. 21).
    Tried again is what the other side failed: error, timeout, and a rejection by a full queue. What the caller
    itself refused (a full bulkhead, an open breaker) is not: nothing was asked, and asking again would defeat it.
    Raises ValueError or TypeError for arguments that make no sense.
    """

    attempts: int = 3
    backoff: Backoff = no_wait()
    budget: float | None = None

    def __post_init__(self):
        object.__setattr__(self, "attempts", whole("attempts", self.attempts, at_least=1, at_most=1_000))
        kind("backoff", self.backoff, Backoff, "a backoff such as full_jitter(base=50, cap=1_000)")
        if self.budget is not None:
            object.__setattr__(self, "budget", share("budget", self.budget))


class RetryBudget:
    """The purse of one caller: first tries earn, retries spend."""

    MOST = 10

    def __init__(self, earned_per_call):
        self.earned_per_call = earned_per_call
        self.saved = 0.0

    def earn(self):
        """A first try was made."""
        self.saved = min(self.MOST, self.saved + self.earned_per_call)

    def spend(self):
        """Take one retry out, or return False if there is not a whole one."""
        if self.saved < 1 - 1e-9:  # ten times 0.1 is a little less than 1 in binary
            return False
        self.saved = max(0.0, self.saved - 1)
        return True
