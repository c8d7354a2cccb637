"""Breakers of three libraries as small models of their documented rules, to hold `sim.breaker` against.

None is a port: each says in a few lines what its source says in many, and has the two steps of `sim.Breaker`. `SIDES`
lists every point in which a library takes another side than `sim.Breaker`; a point named in `like_sim` follows `sim`,
so that a model with all of them must agree with it, and one with all but one need not.

- resilience4j 2 (`CircuitBreakerStateMachine`, `CircuitBreakerMetrics`, `CircuitBreakerConfig`; the repository at 335f5eb)
- Polly 8 (`CircuitStateController` at 07e2001, `AdvancedCircuitBehavior` and `RollingHealthMetrics` at 13428cc)
- gobreaker 2 (`v2/gobreaker.go` at 0a18939)
"""

from fractions import Fraction

LATE = "an answer counts in whatever state it comes in"
AFTER_THE_END = "no trial at exactly the end of the time, only after it"


def _share(part, whole, threshold):
    return Fraction(part, whole) >= Fraction(str(threshold))  # exact, where sim divides


class _Model:
    """The states and who is let through; `era` is the number of the state."""

    SIDES = ()

    def __init__(self, open_for, trials, like_sim):
        assert set(like_sim) <= set(self.SIDES)
        self.open_for, self.trials, self.like_sim = open_for, trials, like_sim
        self.era = 0
        self._enter("closed", 0)

    def _enter(self, state, now):
        self.state, self.since, self.asked, self.results = state, now, 0, []
        self.era += 1

    def _over(self, now):
        waited = now - self.since
        return waited > self.open_for or (waited == self.open_for and not self._goes_its_way(AFTER_THE_END))

    def _goes_its_way(self, side):
        return side in self.SIDES and side not in self.like_sim

    def allow(self, now):
        if self.state == "open" and self._over(now):
            self._enter("half-open", now)
        if self.state == "open" or (self.state == "half-open" and self.asked >= self.trials):
            return None
        self.asked += 1
        return self.era

    def report(self, permit, ok, now, duration=0):
        if permit == self.era or self._goes_its_way(LATE):
            self._count(ok, now, duration)


class Resilience4j(_Model):
    """Shares of the last `size` results, or of the last `seconds` counted in whole seconds of the clock."""

    ANY_RESULT = "every result is looked at, also a good one"
    EARLY = "half-open decides after `minimum` results if these are fewer than the trials"
    WHOLE_SECONDS = "the window moves by whole seconds of the clock"
    SIDES = (LATE, AFTER_THE_END, ANY_RESULT, EARLY, WHOLE_SECONDS)
    DEFAULTS = {"size": 100, "minimum": 100, "failure_rate": 0.5, "open_for": 60_000, "trials": 10}

    def __init__(
        self, minimum, failure_rate, open_for, trials, size=None, seconds=None, slow_after=60_000, slow_rate=1.0, like_sim=()
    ):  # fmt: skip
        self.size, self.seconds, self.minimum = size, seconds, minimum
        self.failure_rate, self.slow_after, self.slow_rate = failure_rate, slow_after, slow_rate
        super().__init__(open_for, trials, like_sim)

    def _remembered(self, now):
        if self.state == "half-open" or self.seconds is None:
            return self.results[-(self.size if self.state == "closed" else self.trials) :]
        if self._goes_its_way(self.WHOLE_SECONDS):
            return [result for result in self.results if now // 1_000 - result[0] // 1_000 < self.seconds]
        return [result for result in self.results if now - result[0] < self.seconds * 1_000]

    def _count(self, ok, now, duration):
        if self.state == "open":
            return  # recorded for the statistics, but the next window begins empty
        bad = not ok or duration > self.slow_after
        self.results.append((now, ok, duration > self.slow_after))
        seen = self._remembered(now)
        minimum = self.minimum
        if self.state == "half-open":
            minimum = min(minimum, self.trials) if self._goes_its_way(self.EARLY) else self.trials
        if len(seen) < minimum:
            return
        failed, slow = sum(not ok for _, ok, _ in seen), sum(slow for _, _, slow in seen)
        over = _share(failed, len(seen), self.failure_rate) or _share(slow, len(seen), self.slow_rate)
        if self.state == "half-open":
            self._enter("open" if over else "closed", now)
        elif over and (bad or self._goes_its_way(self.ANY_RESULT)):
            self._enter("open", now)


class Polly(_Model):
    """Share of failures among the results of the last `length` ms, kept in tenths of it; one trial."""

    TENTHS = "results are kept in tenths of the window, each as old as its first"
    SIDES = (LATE, TENTHS)
    DEFAULTS = {"length": 30_000, "minimum": 100, "failure_rate": 0.1, "open_for": 5_000}

    def __init__(self, length, minimum, failure_rate, open_for, like_sim=()):
        self.length, self.minimum, self.failure_rate = length, minimum, failure_rate
        super().__init__(open_for, 1, like_sim)

    def remembered(self, now):
        """Return the results that count at `now`, forgetting the others; `results` holds lists: its start, then results."""
        self.results = [tenth for tenth in self.results if now - tenth[0] < self.length]
        return [ok for _, *oks in self.results for ok in oks]

    def _count(self, ok, now, duration):
        if self.state == "half-open":
            self._enter("closed" if ok else "open", now)
        elif self.state == "closed":
            tenth = self.length / 10 if self._goes_its_way(self.TENTHS) else 0
            if not self.results or now - self.results[-1][0] >= tenth:
                self.results.append([now])
            self.results[-1].append(ok)
            seen = self.remembered(now)
            if not ok and len(seen) >= self.minimum and _share(seen.count(False), len(seen), self.failure_rate):
                self._enter("open", now)


class Gobreaker(_Model):
    """Failures in a row; half-open closes after `trials` successes in a row, and opens at the first failure."""

    ANY_LOOK = "half-open begins as soon as anybody looks, also with a late answer"
    SIDES = (AFTER_THE_END, ANY_LOOK)
    DEFAULTS = {"failures": 6, "open_for": 60_000, "trials": 1}  # its ReadyToTrip says: more than 5

    def __init__(self, failures, open_for, trials, like_sim=()):
        self.failures = failures
        super().__init__(open_for, trials, like_sim)

    def report(self, permit, ok, now, duration=0):
        if self.state == "open" and self._over(now) and self._goes_its_way(self.ANY_LOOK):
            self._enter("half-open", now)
        super().report(permit, ok, now, duration)

    def _count(self, ok, now, duration):
        self.results.append(ok)
        if self.state == "half-open":
            if not ok:
                self._enter("open", now)
            elif len(self.results) >= self.trials:
                self._enter("closed", now)
        elif self.results[-self.failures :] == [False] * self.failures:
            self._enter("open", now)


def parting(breaker, model, events):
    """Return when the two first part, or None. An event is (gap, asks, which, ok, duration).

    After `gap` ms somebody asks, or of the calls that are out the one at `which` ends, `ok` after `duration` ms.
    """
    now, out = 0, []
    for gap, asks, which, ok, duration in events:
        now += gap
        if asks or not out:
            permits = breaker.allow(now), model.allow(now)
            if (permits[0] is None) != (permits[1] is None):
                return now
            if permits[0] is not None:
                out.append(permits)
        else:
            ours, theirs = out.pop(which % len(out))
            breaker.report(ours, ok, now, duration)
            model.report(theirs, ok, now, duration)
        if breaker.state != model.state:
            return now
    return None


def ask(gap=0):
    return (gap, True, 0, True, 0)


def end(ok, gap=0, which=0, duration=0):
    return (gap, False, which, ok, duration)
