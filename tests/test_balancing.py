"""Who gets the next call: each rule with what it knows."""

from collections import Counter
from random import Random

import pytest

from sim.balancing import BALANCERS, Balancer

NAMES = ("a", "b", "c", "d")


def picks(kind, out, times=4_000, names=NAMES):
    balancer = Balancer(kind, Random(1))
    return Counter(balancer.pick(names, out) for _ in range(times))


def test_round_robin_gives_everybody_the_same_and_takes_turns():
    balancer = Balancer("round robin", Random(1))
    row = [balancer.pick(NAMES, {}) for _ in range(8)]
    assert row[:4] == row[4:] and sorted(row[:4]) == list(NAMES)


def test_round_robins_of_two_clients_begin_anywhere():
    assert len({Balancer("round robin", Random(seed)).pick(NAMES, {}) for seed in range(20)}) == 4


def test_random_gives_everybody_about_the_same_whatever_is_out():
    counts = picks("random", dict.fromkeys(NAMES, 0) | {"a": 100})
    assert all(abs(count - 1_000) < 4 * (4_000 * 0.25 * 0.75) ** 0.5 for count in counts.values())


def test_least_connections_knows_only_the_idlest_and_ties_go_by_lot():
    counts = picks("least connections", {"a": 2, "b": 0, "c": 0, "d": 1})
    assert set(counts) == {"b", "c"} and abs(counts["b"] - 2_000) < 4 * 1_000**0.5


def test_two_choices_gives_the_idlest_half_and_the_busiest_nothing():
    counts = picks("two choices", {"a": 3, "b": 2, "c": 1, "d": 0})
    assert counts["a"] == 0
    for name, share in (("b", 1 / 6), ("c", 2 / 6), ("d", 3 / 6)):  # of the six pairs
        assert abs(counts[name] - 4_000 * share) < 4 * (4_000 * share * (1 - share)) ** 0.5


def test_two_choices_are_two_different_ones_and_ties_go_by_lot():
    counts = picks("two choices", dict.fromkeys(NAMES, 0))
    assert all(abs(count - 1_000) < 4 * 750**0.5 for count in counts.values())


@pytest.mark.parametrize("kind", BALANCERS)
def test_the_only_one_is_taken(kind):
    assert Balancer(kind, Random(1)).pick(("a",), {"a": 9}) == "a"


def test_unknown_rule_is_refused():
    with pytest.raises(ValueError, match="balance must be one of 'round robin', .*, got 'best'"):
        Balancer("best", Random(1))
