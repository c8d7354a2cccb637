"""Orders sent again over a network that loses messages: held to the closed form, for many seeds."""

from math import sqrt
from statistics import mean, stdev

import pytest

from sim.scenarios import retried_writes
from sim.theory import mean_times_done, times_done

RUNS = range(24)


def near(samples, wanted):
    """Return whether the mean of independent runs lies within four standard errors of a value, or is it."""
    return abs(mean(samples) - wanted) <= 4 * stdev(samples) / sqrt(len(samples)) + 1e-12


def runs(**settings):
    return [retried_writes.run(seed=seed, **settings) for seed in RUNS]


@pytest.mark.parametrize(("loss", "attempts"), [(0.1, 3), (0.3, 2), (0.5, 6), (0.2, 1)])
def test_orders_are_done_as_often_as_the_closed_form_says(loss, attempts):
    found = runs(loss=loss, attempts=attempts)
    arrives = 1 - loss
    theory = times_done(arrives, arrives**2, attempts)
    for times, wanted in enumerate(theory):
        if wanted > 0.001:
            assert near([retried_writes.shares_done(run)[0][times] for run in found], wanted)
    post = [retried_writes.orders_made(run) / len(run.details["done"]) for run in found]
    assert near(post, mean_times_done(arrives, arrives**2, attempts))
    put = [retried_writes.orders_made(run, "PUT") / len(run.details["done"]) for run in found]
    assert near(put, 1 - loss**attempts)  # made at all: not all tries were lost on the way


@pytest.mark.parametrize("seed", range(2, 22))
def test_post_makes_too_many_and_put_none_twice(seed):
    run = retried_writes.run(seed=seed)
    meant = len(run.details["done"])
    assert 1_060 < 1_000 * retried_writes.orders_made(run) / meant < 1_150
    assert 0.99 * meant < retried_writes.orders_made(run, "PUT") <= meant
    assert retried_writes.orders_made(run, "POST with a key") == retried_writes.orders_made(run, "PUT")


def test_without_loss_everything_is_done_once():
    run = retried_writes.run(loss=0.0, attempts=6)
    assert retried_writes.shares_done(run)[0] == [0, 1, 0, 0, 0, 0, 0]
    assert run.sentence.endswith("0 % were done more than once.")


def test_with_one_try_nothing_is_done_twice_and_much_is_lost():
    seen, theory = retried_writes.shares_done(retried_writes.run(attempts=1))
    assert len(seen) == len(theory) == 2 and seen[0] > 0.05


def test_doubts_are_told():
    text = retried_writes.run().sentence
    assert "POST made 1,078, POST with a key and PUT made 986" in text and "of 8 the client heard nothing, 7 of these were done." in text


def test_orders_of_the_last_moments_are_left_to_end_and_do_not_count():
    run = retried_writes.run(attempts=6, loss=0.5)
    assert all(begun < retried_writes.UNTIL - 600 for _, begun, _ in run.details["done"])
    assert retried_writes.orders_made(run, until=0) == 0


@pytest.mark.parametrize("wrong", [{"loss": 1.5}, {"attempts": 0}, {"rate": 0}])
def test_wrong_setting_is_refused_in_words(wrong):
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} must be"):
        retried_writes.run(**wrong)
