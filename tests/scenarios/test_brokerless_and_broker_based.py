"""Directly and through a broker: who holds what waits loses it, what an acknowledgement is worth, and the notebook's claims."""

from math import nan
from statistics import mean, stdev

import pytest

from sim import theory
from sim.samples import Samples, stored_samples
from sim.scenarios.brokerless_and_broker_based import CRASH_AT, PRESETS, UNTIL, WAYS, fates, on_the_way, run, waiting
from sim.scenarios.handing_over import LASTS, RATE, handed_over
from sim.scenarios.handing_over import UNTIL as LONG

OVER = 12_500  # ms: the outages are over, and what is lost is lost
SECOND_OVER = 10_100  # the second one is back


def lost_and_refused(seed=1, until=OVER, **settings):
    """Return {way: (lost, refused)}."""
    result = run.start(seed=seed, **settings).advance(until)
    found = {way: fates(result, way) for way in WAYS}
    return {way: (sum(one.lost for one in all_), sum(one.refused for one in all_)) for way, all_ in found.items()}


each_seed = pytest.mark.parametrize("seed", range(2, 22))


@each_seed
def test_a_stock_that_is_away_loses_only_what_it_held_and_through_a_broker_nothing(seed):
    found = lost_and_refused(seed)
    assert found["direct"][0] < 15 and found["direct"][1] == 0 and found["broker"] == (0, 0)


@each_seed
def test_with_the_shop_goes_what_waits_in_it_and_the_broker_does_not_care(seed):
    found = lost_and_refused(seed, SECOND_OVER, trouble="stock, then shop")
    assert found["direct"][0] > 25 and found["broker"] == (0, 0)


@each_seed
def test_a_disk_keeps_what_was_accepted_but_for_a_power_cut_and_only_an_answer_tells_what_that_is(seed):
    def lost(**settings):
        return lost_and_refused(seed, SECOND_OVER, trouble="stock, then broker", **settings)["broker"][0]

    disk = lost()
    assert 4 < disk < 30 and lost(keeps="in memory") > disk + 25
    assert lost(power_cut=True) > lost(power_cut=True, keeps="disk waited for") + 25
    assert lost(confirm=True) == 0


@each_seed
def test_a_broker_alone_is_a_single_point_of_failure_and_three_copies_that_are_asked_are_not(seed):
    silent, asked = lost_and_refused(seed, trouble="broker"), lost_and_refused(seed, trouble="broker", confirm=True)
    assert silent["direct"] == (0, 0) and silent["broker"][0] > 60 and silent["broker"][1] == 0
    assert asked["broker"][0] == 0 and asked["broker"][1] > 30
    for copies in ("three, one acknowledges", "three, all acknowledge"):
        assert lost_and_refused(seed, trouble="broker", confirm=True, copies=copies)["broker"] == (0, 0)


@each_seed
def test_a_full_broker_is_silent_and_a_full_shop_is_not(seed):
    full = lost_and_refused(seed, buffer=50)
    assert full["broker"][0] > 15 and full["broker"][1] == 0 and full["direct"][0] < 15 and full["direct"][1] > 15


@pytest.mark.parametrize("settings", PRESETS.values(), ids=PRESETS)
def test_every_order_is_done_or_lost_or_refused_or_still_waits(settings):
    result = run.start(**settings).advance(11_000)
    for way in WAYS:
        found, counts = fates(result, way), result.details["worlds"][way].channels["orders"].ledger.counts()
        assert all(not (one.lost and one.refused) and (one.done == one.done) + one.lost + one.refused <= 1 for one in found)
        open_ = sum(one.done != one.done and not one.lost and not one.refused for one in found)
        assert len(found) == counts.sent and open_ == counts.waiting + counts.in_flight + counts.settled - counts.done


def test_messages_wait_from_their_sending_until_they_are_done():
    result = run.start().advance(12_000)
    during = [6_000, 9_000, 11_900]
    for way in WAYS:
        found = fates(result, way)
        expected = [sum(one.sent <= time and not one.done <= time and not one.lost for one in found) for time in during]
        assert all(abs(a - b) <= 15 for a, b in zip(waiting(result, way, during), expected))
        assert waiting(result, way, during)[2] > 60


def test_backlog_of_the_outage_drains_as_theory_says():
    ends = []
    for seed in range(1, 7):
        result = run(seed=seed, rate=12, capacity=30)
        times = list(range(12_000, UNTIL, 100))
        counts = waiting(result, "broker", times)
        ends.append(next(time for time, count in zip(times, counts) if count <= 3) - 12_000)
    assert abs(mean(ends) - theory.drain_time(12, 30, 6_000)) < 4 * stdev(ends) / 6**0.5 + 500


@pytest.mark.parametrize("buffer", [1, 5, 15])
def test_share_that_a_sender_gets_rid_of_is_the_closed_form(buffer):
    shares = [handed_over("direct", receiver=0.8, buffer=buffer, seed=seed) for seed in range(1, 9)]
    assert abs(mean(shares) - theory.handed_over(0.8, RATE, LASTS, buffer)) < 4 * stdev(shares) / 8**0.5


def test_through_a_broker_the_receiver_does_not_matter_and_the_broker_does():
    seldom, often = ([handed_over("broker", receiver=up, broker=0.9, seed=seed) for seed in range(1, 5)] for up in (0.3, 0.99))
    assert seldom == often
    assert abs(mean(often) - 0.9) < 4 * theory.availability_spread([0.9], LASTS, 4 * LONG) + 0.01


def test_measured_times_are_those_on_the_way():
    ways = ("direct", "in memory", "on disk", "disk waited for")
    samples = Samples(dict(zip(ways, ([1.0], [5.0], [8.0], [11.0]))), "made up")
    result = run.start(trouble="nobody", rate=2, samples=samples).advance(CRASH_AT)
    assert on_the_way(result, "direct") == pytest.approx(1) and on_the_way(result, "broker") == pytest.approx(8)
    quick = Samples(dict(zip(ways, ([3.0], [5.0], [8.0], [11.0]))), "made up")  # two hops take longer than the broker's way
    result = run.start(trouble="nobody", rate=2, keeps="in memory", samples=quick).advance(CRASH_AT)
    assert on_the_way(result, "broker") == pytest.approx(6)


def test_with_stored_times_the_broker_is_further():
    result = run.start(trouble="nobody").advance(CRASH_AT)
    assert on_the_way(result, "broker") > on_the_way(result, "direct") > 0
    assert run.start(samples=stored_samples("shock_absorber")).advance(9_000).sentence == run.start().advance(9_000).sentence


def test_at_the_first_instant_there_is_nothing_to_tell():
    result = run.start()
    assert result.sentence == "No order has been placed yet." and on_the_way(result, "direct") is nan


def test_sentence_tells_of_both_ways():
    said = run.start(trouble="broker", confirm=True).advance(OVER).sentence
    assert said.startswith("Direct: ") and "Through the broker: " in said and " refused." in said and "none accepted and lost" in said


def test_knobs_of_a_running_world_hold_in_both_ways():
    result = run.start(trouble="nobody").advance(2_000)
    run.turn(result, trouble="broker", rate=30, capacity=50, buffer=20)
    result.advance(2_000)
    broker = result.details["worlds"]["broker"].brokers["broker"]
    assert not broker.up and all(world.channels["orders"].buffer == 20 for world in result.details["worlds"].values())
    run.turn(result, trouble="stock")
    assert broker.up
    result.advance(1_000)
    run.turn(result, trouble="nobody")
    placed = len(fates(result, "direct"))
    result.advance(1_000)
    assert len(fates(result, "direct")) - placed > 15 and result.details["trouble"].windows == {}
    assert all(one.done == one.done for one in fates(result, "direct")[-20:-8])


def test_a_hand_takes_the_script_away():
    result = run.start().advance(7_000)
    run.turn(result, trouble="nobody")
    result.advance(3_000)
    assert len(result.details["worlds"]["direct"].channels["orders"]) == 0


def test_a_script_that_was_taken_away_does_not_begin():
    result = run.start().advance(5_000)
    run.turn(result, trouble="nobody")
    result.advance(3_000)
    assert waiting(result, "direct", [8_000])[0] < 15


@pytest.mark.parametrize("name", ["keeps", "copies", "confirm", "power_cut"])
def test_what_is_built_in_stays_while_the_world_runs(name):
    result = run.start().advance(100)
    other = {"keeps": "in memory", "copies": "three, all acknowledge", "confirm": True, "power_cut": True}[name]
    with pytest.raises(ValueError, match=f"{name} must stay"):
        run.turn(result, **{name: other})


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"trouble": "shop, then stock"}, ValueError), ({"lasts": 0}, ValueError), ({"lasts": 21}, ValueError), ({"rate": 0}, ValueError),
        ({"capacity": 0}, ValueError), ({"buffer": 0}, ValueError), ({"keeps": "in mind"}, ValueError), ({"copies": "two"}, ValueError),
        ({"confirm": 1}, TypeError), ({"power_cut": 1}, TypeError), ({"samples": "mine"}, TypeError),
    ],
)  # fmt: skip
def test_wrong_settings_are_refused(wrong, error):
    with pytest.raises(error, match=f"{next(iter(wrong))} must be"):
        run(**wrong)


def test_unknown_way_is_refused():
    with pytest.raises(ValueError, match="way must be"):
        handed_over("by pigeon")
