"""A new version is rolled out: who fails on the way. Claims hold for twenty seeds, shares within 4 standard errors."""

from functools import cache
from math import exp, log, sqrt
from statistics import fmean, stdev

import pytest

from sim.scenarios.rollout import START, STRATEGIES, Clients, Instances, expected, fate, meetings
from sim.scenarios.semantic_versioning import NEW, OLD, PRESETS, SLOTS, run
from sim.theory import all_moved, held_time, mismatch
from sim.versions import BREAKS, DEFAULT, FITS, WORKS

SEEDS = range(1, 22)  # the notebook shows the first, these are twenty others
TWO = NEW["major"]


@cache
def runs(preset):
    return [run(**PRESETS[preset], seed=seed) for seed in SEEDS]


def worst(result):
    return max(map(result.failed, range(result.days)))


def assert_mean(values, wanted):
    assert abs(fmean(values) - wanted) <= 4 * stdev(values) / sqrt(len(values)) + 1e-12


def test_without_both_majors_half_or_more_of_the_calls_fail_on_the_worst_day():
    assert all(0.5 < worst(result) < 0.75 for result in runs("One by one"))
    assert all(worst(result) > 0.8 for result in runs("All at once"))


def test_no_pace_of_the_instances_makes_one_by_one_harmless():
    assert all(run(rollout=days, seed=seed).failed() > 0.05 for days in (0, 6, 12, 30) for seed in SEEDS)


def test_clients_that_begin_before_all_instances_serve_both_fail_there_and_only_then():
    for result in runs("Both in each"):
        assert 0.05 < worst(result) < 0.3
        assert sum(result.counted[BREAKS][SLOTS * (START + 6) :]) == 0


def test_smallest_roll_out_loses_calls_and_its_last_client_moves_after_the_old_major_is_gone():
    for seed in SEEDS:
        small = run(clients=4, instances=2, seed=seed)
        assert small.failed() > 0.02 and small.clients.last > small.instances.gone


def test_the_later_clients_begin_the_fewer_calls_fail_while_instances_learn_the_new_major():
    for seed in SEEDS:
        lost = [run(strategy="both in each", clients_from=days, seed=seed).failed() for days in (0, 3, 5)]
        assert lost[0] > lost[1] >= lost[2] == 0


@pytest.mark.parametrize("days", [5, 6])
def test_expand_then_migrate_then_contract_fails_no_call(days):
    assert all(run(strategy="both in each", clients_from=days, seed=seed).failed() == 0 for seed in SEEDS)


def test_old_major_that_goes_on_a_date_strands_the_last_clients_more_often_than_not():
    results = runs("… gone too early")
    assert sum(result.failed() > 0 for result in results) > 10
    for result in results:
        assert (result.expected["both in each"][BREAKS][-1] > 0) == (result.clients.last > result.times[-1])
        assert result.failed() == 0 or result.clients.last > result.instances.drops[0]


def test_router_that_reads_the_major_fails_no_call_whenever_clients_move():
    assert all(result.failed() == 0 for result in runs("Side by side"))


def test_those_that_name_no_version_break_though_the_old_major_is_served():
    for result in runs("… names none"):
        assert 0.1 < worst(result) < 0.3
        broken = {caller for (caller, versions) in result.meetings(15) if fate(caller, versions) == BREAKS}
        assert broken and all(silent for _, silent in broken)


def test_minor_change_breaks_nobody_and_some_fill_in_a_default():
    for strategy in STRATEGIES:
        results = [run(change="minor", strategy=strategy, seed=seed) for seed in SEEDS]
        assert all(result.failed() == 0 for result in results)
        if strategy in ("one by one", "both in each"):
            assert all(0 < result.share(DEFAULT) < 0.05 for result in results)


def test_counted_shares_are_what_the_formula_expects_of_releases_at_random():
    """Clients have moved with probability 1 - e^(-t/gap); with six instances in six days one changes each day."""
    results = [run(days=41, calls=20, seed=seed) for seed in range(60)]
    for day in (3, 5, 6, 7, 8, 10, 15, 20, 40):
        replaced = min(1, max(0, day - START + 1) / 6)
        wanted = mismatch(1 - exp(-max(0, day + 0.5 - START) / 10), replaced)
        assert_mean([result.failed(day) for result in results], wanted)


def test_counted_shares_are_what_is_expected_of_the_days_on_which_clients_moved():
    for preset in PRESETS:
        for fit in FITS:
            gaps = []
            for result in runs(preset)[:10]:
                line = result.expected[result.params["strategy"]][fit]
                gaps.append(fmean(line) - result.share(fit))
            assert abs(fmean(gaps)) <= 4 * sqrt(0.25 / (10 * 60 * SLOTS * 30))


def test_last_of_twenty_clients_moves_after_36_days_on_average_and_within_30_once_in_three():
    waited = [run(days=1, calls=1, seed=seed).clients.last - START for seed in range(1_500)]
    assert_mean(waited, held_time(gap=10, readers=20))
    assert_mean([days <= 30 for days in waited], all_moved(30, gap=10, readers=20))


def test_old_major_goes_one_instance_after_the_other_when_the_last_client_has_moved():
    result = run(strategy="both in each")
    last = result.clients.last
    assert result.instances.drops == [last + number for number in range(6)] and result.instances.gone == last + 5
    assert result.instances.serve(OLD, last - 0.1) == 1 and result.instances.serve(OLD, last + 2.5) == 0.5


def test_shares_of_all_meetings_add_up_to_one_on_every_day():
    for preset in PRESETS:
        result = run(**PRESETS[preset])
        for day in (0, 5, 7.3, 12, 41, 59.9):
            assert sum(result.meetings(day).values()) == pytest.approx(1)


def test_every_call_is_counted_once():
    result = run(days=7, calls=11)
    assert all(sum(result.counted[name][slot] for name in FITS) == 11 for slot in range(7 * SLOTS))
    assert sum(map(result.share, FITS)) == pytest.approx(1)


def test_knobs_move_nothing_that_does_not_depend_on_them():
    moves = {tuple(run(**PRESETS[preset]).clients.moves) for preset in ("One by one", "All at once", "… names none", "A minor change")}
    assert len(moves) == 1
    assert run(clients=7).clients.moves == run(clients=20).clients.moves[:7]
    slow, quick = run(gap=20).clients.moves, run(gap=10).clients.moves
    assert all(a - START == pytest.approx(2 * (b - START)) for a, b in zip(slow, quick))


def test_same_seed_is_the_same_run_and_another_is_another():
    assert run(seed=4).counted == run(seed=4).counted != run(seed=5).counted


def test_matrix_of_a_small_roll_out_is_what_one_counts_by_hand():
    clients = Clients(OLD, TWO, moves=[6, 8, 10, 12], silent=[False] * 4)
    fleet = Instances(OLD, TWO, "one by one", 2, rollout=4, sunset=0, last=12)
    assert (fleet.adds, fleet.gone) == ([5, 7], 7)
    old, new = (OLD, False), (TWO, False)
    assert meetings(clients, fleet, 6.5) == {(old, (OLD,)): 0.375, (old, (TWO,)): 0.375, (new, (OLD,)): 0.125, (new, (TWO,)): 0.125}
    assert expected(clients, fleet, [4, 6.5, 9, 13]) == {WORKS: [1, 0.5, 0.5, 1], DEFAULT: [0, 0, 0, 0], BREAKS: [0, 0.5, 0.5, 0]}


def test_silent_client_comes_to_any_instance_even_past_a_router():
    fleet = Instances(OLD, TWO, "side by side", 2, rollout=0, sunset=0, last=9)
    assert sorted(fleet.pool((OLD, True), 6)) == [(OLD,), (OLD,), (TWO,), (TWO,)]
    assert fleet.pool((OLD, False), 6) == [(OLD,), (OLD,)] and fleet.pool((TWO, False), 6) == [(TWO,), (TWO,)]
    assert fleet.pool((OLD, False), 10) == [(TWO,), (TWO,)]  # none is left that would fit


def test_sentence_tells_what_failed_and_what_has_not_happened_yet():
    assert "No call failed in 60 days; the last client moved on day" in run(strategy="side by side").sentence
    assert "not all clients have moved yet, the old major is still served." in run(strategy="both in each", days=10).sentence
    assert "% worked with a default" in run(change="minor").sentence and "the old version was gone on day 10" in run(change="minor").sentence
    assert repr(run()) == f"<RollOut: {run().sentence}>"


@pytest.mark.parametrize(
    "wrong", [{"strategy": "big bang"}, {"change": "patch"}, {"named_in": "header"}, {"clients": 0}, {"instances": 2.5}, {"rollout": -1},
              {"gap": 0}, {"days": 0}, {"calls": 0}, {"sunset": float("inf")}, {"clients": 10**9}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} must be"):
        run(**wrong)


def test_a_client_moves_after_a_time_drawn_from_the_exponential_distribution():
    waits = [move - START for seed in range(40) for move in run(clients=50, days=1, calls=1, seed=seed).clients.moves]
    assert_mean(waits, 10)
    assert_mean([wait > 10 * log(2) for wait in waits], 0.5)
