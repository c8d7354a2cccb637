"""Wrong arguments of the closed forms: each is refused in words that name it, the value and what is allowed."""

import inspect
from math import inf, nan

import pytest

from sim import theory

GOOD = {
    "rate": 10, "service_time": 10, "workers": 2, "queue": 3, "cv": 1, "q": 95, "parts": 2, "slow": 0.1, "n": 3, "timeout": 50,
    "first": 4, "second": 6, "own_time": 10, "callee_workers": 2, "service_times": [4, 6], "failure": 0.1, "tries": 3, "layers": 2,
    "budget": 0.1, "wanted": 0.9, "row": 3, "capacity": 300, "pause": 10, "time": 5, "available": 0.995, "done": 0.9, "heard": 0.8,
    "changes": 0.2, "heartbeat": 30, "lease": 90, "sweep": 60, "cache": 30, "fetch": 30, "instances": 5, "clients": 4, "loss": 0.1,
    "load": 0.8, "choices": 2, "at_least": 3, "gap": 6, "notice": 8, "readers": 3, "moved": 0.4,
    "replaced": 0.5, "both": 0.3,
    "round_trip": 40, "work": 5, "connections": 6, "inner": 0.5,
}  # fmt: skip
KINDS = [True, "5", None, [5]]
AMOUNT = [-1, nan, inf, *KINDS]
POSITIVE = [0, *AMOUNT]
COUNT = [0, -1, 2.5, nan, *KINDS]
BAD = {
    "rate": AMOUNT, "service_time": POSITIVE, "workers": COUNT, "queue": [-1, 1.5, inf, *KINDS], "cv": AMOUNT, "q": [-1, 101, nan, *KINDS],
    "parts": COUNT, "slow": [-0.1, 1.1, nan, *KINDS], "n": COUNT, "timeout": [0, -1, nan, inf, *KINDS], "first": POSITIVE,
    "second": POSITIVE, "own_time": AMOUNT, "callee_workers": COUNT, "service_times": [[0], [-1, 5], [nan], [inf], ["5"], [True], []],
    "failure": [-0.1, 1.1, nan, *KINDS], "tries": COUNT, "layers": [-1, 1.5, *KINDS], "budget": [-0.1, 1.1, nan, *KINDS],
    "wanted": [-0.1, 1.1, *KINDS], "row": COUNT, "capacity": POSITIVE, "pause": AMOUNT, "time": AMOUNT,
    "available": [-0.1, 1.1, nan, *KINDS], "done": [-0.1, 1.1, nan, *KINDS], "heard": [-0.1, 0.91, nan, *KINDS],
    "heartbeat": POSITIVE, "lease": POSITIVE, "sweep": AMOUNT, "cache": AMOUNT, "fetch": AMOUNT, "instances": AMOUNT, "clients": AMOUNT,
    "loss": [-0.1, 1.1, nan, *KINDS], "load": [-0.1, 1, nan, *KINDS], "choices": COUNT, "at_least": [-1, 1.5, nan, *KINDS],
    "changes": AMOUNT, "gap": POSITIVE, "notice": AMOUNT, "readers": COUNT,
    "moved": [-0.1, 1.1, nan, *KINDS], "replaced": [-0.1, 1.1, nan, *KINDS], "both": [-0.1, 0.51, nan, *KINDS],
    "round_trip": AMOUNT, "work": POSITIVE, "connections": COUNT, "inner": AMOUNT,
}  # fmt: skip
GOOD |= {"share": 0.01, "looked": 50, "confidence": 0.95, "seconds": 12}
BAD |= {"share": [-0.1, 1.1, nan, *KINDS], "looked": [-1, 1.5, nan, *KINDS], "confidence": [0, 1, 1.1, nan, *KINDS], "seconds": AMOUNT}
GOOD |= {"window": 40, "delay": 4}
GOOD |= {"outage": 50, "buffer": 3, "consumers": 3, "shards": 4}
BAD |= {"window": POSITIVE, "delay": AMOUNT}
BAD |= {"outage": AMOUNT, "buffer": [-1, 1.5, nan, inf, *KINDS], "consumers": COUNT, "shards": COUNT}
GOOD |= {"every": 500, "batch": 20, "read": 5, "send": 1}
BAD |= {"every": POSITIVE, "batch": COUNT, "read": AMOUNT, "send": AMOUNT}
GOOD |= {"lasts": 4, "span": 120, "services": 2, "lag": 500, "availabilities": [0.9, 0.8]}
BAD |= {"lasts": POSITIVE, "span": POSITIVE, "services": COUNT, "lag": AMOUNT, "availabilities": [-0.1, 1.1, nan, *KINDS]}
GOOD |= {"consumers": 3, "messages": 90, "times": [80, 320], "lateness": 4_000, "retention": 1_000}
BAD |= {"consumers": COUNT, "messages": COUNT, "times": BAD["service_times"], "lateness": AMOUNT, "retention": [-1, nan, *KINDS]}
GOOD |= {"senders": 3, "broker": True, "outage": 500, "risk": 0.01, "buffer": 5} | {"consumers": 3}
BAD |= {"senders": COUNT, "broker": [0, 1, "yes", None], "outage": AMOUNT} | {"consumers": COUNT}
BAD |= {"risk": [0, -0.1, 1.1, nan, *KINDS], "buffer": [-1, 2.5, nan, *KINDS]}
GOOD |= {"unheard": 0.2, "deliveries": 3, "lost": 0.1, "visibility": 500}
BAD |= {"unheard": BAD["failure"], "deliveries": COUNT, "lost": BAD["failure"], "visibility": POSITIVE}
LISTS = {("chain_bound", "workers"): [2, 3], ("serial_availability", "parts"): [0.9, 0.8], ("tipping_pause", "tries"): 2}


def settings(name):
    """Return good arguments of a closed form, all of them."""
    return {key: LISTS.get((name, key), GOOD[key]) for key in inspect.signature(getattr(theory, name)).parameters}


def wrong_values(name, key, listed):
    if key in ("service_times", "times") or not listed:
        return BAD[key]
    return [[one] for one in BAD["slow" if name == "serial_availability" else key]]


@pytest.mark.parametrize("name", theory.__all__)
def test_every_argument_of_every_closed_form_is_checked(name):
    good = settings(name)
    getattr(theory, name)(**good)
    for key, value in good.items():
        for wrong in wrong_values(name, key, isinstance(value, list)):
            with pytest.raises((TypeError, ValueError), match=f"^{key} must ") as caught:
                getattr(theory, name)(**good | {key: wrong})
            assert "got" in str(caught.value)


def test_every_closed_form_says_what_it_returns_and_has_a_place():
    for name in theory.__all__:
        function = getattr(theory, name)
        assert function.__doc__.startswith("Return ") and function.__module__.startswith("sim.theory.")


def test_overload_does_not_hide_a_wrong_argument():
    for ask in (
        lambda: theory.mm1_percentile(200, 10, 101), lambda: theory.mmc_percentile(200, 10, 1, 101), lambda: theory.chain_percentile(200, 4, 6, -1),
        lambda: theory.tandem_percentile(200, [10], nan), lambda: theory.mmc_wait_percentile(200, 10, 1, "95"),
    ):  # fmt: skip
        with pytest.raises((TypeError, ValueError), match="^q must "):
            ask()


def test_lists_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match=r"workers must be as many as service_times \(2\), got 3"):
        theory.chain_bound([1, 2, 3], [4, 6])
