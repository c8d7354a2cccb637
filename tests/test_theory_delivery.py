"""Did it happen? The closed forms against exact fractions, by hand and by enumeration."""

from fractions import Fraction
from itertools import product
from math import inf

import pytest

from sim import theory


@pytest.mark.parametrize("tries", [1, 2, 3, 5])
@pytest.mark.parametrize(("done", "heard"), [(Fraction(9, 10), Fraction(8, 10)), (Fraction(1, 2), Fraction(0)), (Fraction(1), Fraction(1))])
def test_times_done_is_the_sum_over_all_that_can_happen(done, heard, tries):
    shares = [Fraction(0)] * (tries + 1)
    odds = {"heard": heard, "done": done - heard, "lost": 1 - done}
    for fates in product(odds, repeat=tries):  # all tries as if made; those after one that was heard are not
        made = fates[: fates.index("heard") + 1] if "heard" in fates else fates
        weight = Fraction(1)
        for fate in fates:
            weight *= odds[fate]
        shares[sum(fate != "lost" for fate in made)] += weight
    assert theory.times_done(float(done), float(heard), tries) == pytest.approx([float(share) for share in shares], abs=1e-12)
    mean = sum(times * share for times, share in enumerate(shares))
    assert theory.mean_times_done(float(done), float(heard), tries) == pytest.approx(float(mean))


def test_one_try_is_at_most_once():
    assert theory.times_done(0.9, 0.8, 1) == pytest.approx([0.1, 0.9])


def test_more_cannot_be_heard_than_done():
    with pytest.raises(ValueError, match="heard must be at least 0 and at most 0.5, got 0.6"):
        theory.times_done(0.5, 0.6, 2)


@pytest.mark.parametrize("available", [0.5, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999])
@pytest.mark.parametrize("wanted", [0.5, 0.9, 0.99, 0.999])
def test_longest_chain_keeps_what_is_wanted_and_one_more_does_not(available, wanted):
    count = theory.longest_chain(available, wanted)
    assert available**count >= wanted - 1e-9 > available ** (count + 1) - 2e-9


def test_longest_chain_at_its_ends():
    assert theory.longest_chain(1, 0.99) == inf and theory.longest_chain(0.9, 0) == inf
    assert theory.longest_chain(0, 0.5) == 0 and theory.longest_chain(0.9, 0.81) == 2 and theory.longest_chain(0.5, 1) == 0
