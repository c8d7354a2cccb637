"""Consumers and a provider on their own clocks: the facts, and what the notebook claims, for other seeds too."""

from math import sqrt
from statistics import mean, stdev

import pytest

from sim.contracts import BREAKING, CONSUMERS, FIELDS
from sim.scenarios import defining_an_api
from sim.theory import broken_share, held_time

EVERY = 12 / 52  # changes a week
CENTURIES, RUNS = 5_000, 24  # weeks, and how many runs of them

each_seed = pytest.mark.parametrize("seed", range(2, 22))


def near(samples, wanted):
    """Return whether the mean of independent runs lies within four standard errors of a value."""
    return abs(mean(samples) - wanted) <= 4 * stdev(samples) / sqrt(len(samples))


def shares(consumer=None, **settings):
    return [defining_an_api.run(weeks=CENTURIES, seed=seed, **settings).broken_share(consumer) for seed in range(RUNS)]


@pytest.mark.parametrize(("first", "notice"), [("code", 8), ("contract", 8), ("contract", 3)])
@pytest.mark.parametrize("consumer", ["kitchen", "web shop"])
def test_tolerant_consumer_is_broken_as_long_as_the_closed_form_says(first, notice, consumer):
    hits = EVERY / 2 * len(CONSUMERS[consumer]) / len(FIELDS)
    wanted = broken_share(hits, 6, notice if first == "contract" else 0)
    assert near(shares(consumer, first=first, notice=notice), wanted)


@pytest.mark.parametrize("gap", [2, 12])
def test_strict_consumer_is_broken_by_everything_but_a_new_operation(gap):
    assert near(shares(tolerant=False, gap=gap), broken_share(EVERY * 0.75, gap))


def test_held_change_waits_for_the_slowest_of_its_readers():
    runs = [defining_an_api.run(weeks=CENTURIES, check=True, tolerant=False, seed=seed) for seed in range(RUNS)]
    assert near([mean(run.held) for run in runs], held_time(6, readers=6))
    alone = [defining_an_api.run(weeks=CENTURIES, check=True, tolerant=False, consumers=1, seed=seed) for seed in range(RUNS)]
    assert near([mean(run.held) for run in alone], held_time(6, readers=1))


@each_seed
def test_strict_readers_are_broken_longer_whoever_comes_first(seed):
    for first in ("code", "contract"):
        strict, tolerant = (defining_an_api.run(first=first, tolerant=t, seed=seed).broken_share() for t in (False, True))
        assert strict > tolerant
    assert defining_an_api.run(tolerant=False, seed=seed).broken_share() > 0.25


@each_seed
def test_check_lets_nobody_break_and_holds_strict_readers_changes_more_than_twice_their_gap(seed):
    checked = defining_an_api.run(tolerant=False, check=True, weeks=5_000, seed=seed)
    assert checked.broken_share() == 0 and not any(change.hurt for change in checked.changes)
    assert 13 < mean(checked.held) < 16.5


@each_seed
def test_numbers_of_the_experiments(seed):
    def share(**settings):
        return defining_an_api.run(weeks=5_000, seed=seed, **settings).broken_share()

    assert share(gap=1) < 0.05 and share(gap=26) > 0.35
    assert 0.35 < share(first="contract", notice=4) / share() < 0.65
    assert share(additive=1.0) == 0 and share(additive=1.0, tolerant=False) > 0.3
    assert 1.3 < share(changes=48, tolerant=False) / share(tolerant=False) < 2


def test_the_check_moves_no_release_of_a_consumer_and_no_change():
    plain, checked = defining_an_api.run(), defining_an_api.run(check=True)
    assert plain.releases == checked.releases
    assert [(c.made, c.what, c.field) for c in plain.changes] == [(c.made, c.what, c.field) for c in checked.changes]


def test_change_hurts_exactly_those_of_its_readers_who_have_not_released_since_it_was_known():
    run = defining_an_api.run(first="contract", weeks=2_000)
    for change in run.changes:
        late = {n for n in change.readers if not any(change.made <= t <= change.due for t in run.releases[n])}
        assert change.due == change.made + 8 and set(change.hurt) == (late if change.released < run.weeks else set())
    assert any(change.hurt for change in run.changes) and any(set(c.readers) - set(c.hurt) for c in run.changes)


def test_outages_of_a_consumer_are_in_order_apart_and_end_with_a_release():
    run = defining_an_api.run(tolerant=False)
    for name, spans in run.outages.items():
        assert all(start < end for start, end in spans)
        assert all(before[1] < after[0] for before, after in zip(spans, spans[1:]))
        assert all(end in run.releases[name] or end == run.weeks for _, end in spans)


def test_same_seed_same_evolution():
    one, same, other = (defining_an_api.run(seed=seed) for seed in (1, 1, 2))
    assert (one.changes, one.outages) == (same.changes, same.outages)
    assert one.changes != other.changes


def test_change_says_its_name_and_the_run_says_what_happened():
    run = defining_an_api.run()
    names = {change.name for change in run.changes}
    assert "add a field" in names and any(name.split()[0] in ("rename", "retype", "make") for name in names)
    assert all((change.field in change.name) == (change.what in BREAKING) for change in run.changes)
    assert "broken for 14.7 % of their time" in run.sentence and run.sentence in repr(run)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"first": "luck"}, "first must be one of 'code', 'contract', got 'luck'"),
        ({"notice": -1}, "notice must be at least 0, got -1"),
        ({"gap": 0}, "gap must be at least 0.1, got 0"),
        ({"changes": 0}, "changes must be more than 0 and at most 5200, got 0"),
        ({"weeks": 0}, "weeks must be at least 1"),
        ({"consumers": 7}, "consumers must be at least 1 and at most 6, got 7"),
        ({"additive": 1.5}, "additive must be at least 0 and at most 1, got 1.5"),
    ],
)
def test_wrong_setting_is_refused_in_words(wrong, words):
    with pytest.raises(ValueError, match=words):
        defining_an_api.run(**wrong)
