"""Who gets which message: one of those that compete, every subscriber, and who comes late. Claims hold for twenty seeds."""

from collections import Counter
from functools import cache
from math import sqrt
from statistics import fmean, stdev

import pytest

from sim.scenarios import message_riddles
from sim.scenarios.messages_and_channels import PRESETS, run
from sim.scenarios.who_got_it import charges, deliveries, done_by, journeys, mean_wait, missed
from sim.theory import busy_shares, competing_share, missed_events, mmc_wait

SEEDS = range(2, 22)
each_seed = pytest.mark.parametrize("seed", SEEDS)


@cache
def result(seed=1, **settings):
    return run(seed=seed, **settings)


def came(result, channel):
    """Return for each order that has come to all by now which consumers its messages on this channel came to."""
    found = {}
    for one in journeys(result):
        if one.channel == channel and one.sent < result.now - 3_000:
            found.setdefault(one.order, []).append(one.consumer)
    return [sorted(names) for names in found.values()]


def test_exactly_one_of_the_competing_consumers_gets_each_message():
    commands = came(result(), "charge card")
    assert len(commands) > 80 and all(len(names) == 1 for names in commands)
    assert {names[0] for names in commands} == {"billing 1", "billing 2", "billing 3"}


def test_every_subscriber_gets_every_message():
    assert all(names == ["mail", "reports", "stock"] for names in came(result(), "order placed"))
    each = came(result(wiring="each", billing=2, work=20), "order placed")
    assert len(each) > 80 and all(names == ["billing 1", "billing 2", "mail", "reports", "stock"] for names in each)
    group = came(result(wiring="one group"), "order placed")
    assert all(len(names) == 4 and names[1:] == ["mail", "reports", "stock"] for names in group)


@each_seed
def test_customer_is_charged_once_for_each_group_of_billing(seed):
    assert set(charges(result(seed, wiring="each"))[:60]) == {3}
    assert set(charges(result(seed, wiring="one group"))[:60]) == set(charges(result(seed))[:60]) == {1}


@pytest.mark.parametrize("seed", range(2, 22, 3))
def test_five_instances_without_a_group_charge_five_times(seed):
    assert set(charges(result(seed, wiring="each", billing=5))[:60]) == {5}


@each_seed
def test_slow_instance_gets_what_it_can_do_one_at_a_time_and_half_when_it_may_hold_fifty(seed):
    shares, waits = {}, {}
    for ahead in (1, 50):
        one = result(seed, billing=2, slow=4, hop=0, ahead=ahead)
        first, second = (consumer.taken for consumer in one.details["billing"])
        shares[ahead], waits[ahead] = first / (first + second), mean_wait(one)
    assert 0.15 < shares[1] < 0.33 and 0.47 < shares[50] < 0.53
    assert waits[50] > 3 * waits[1]


@each_seed
def test_late_subscriber_misses_what_was_sent_and_one_that_was_down_or_finds_it_kept_does_not(seed):
    late = missed(result(seed, joins=4))
    assert 20 < late < 65
    assert late == sum(time < 4_000 for time in result(seed, joins=4).details["orders"].ledger.sent)
    assert missed(result(seed, joins=4, before="down")) == missed(result(seed, joins=4, retention=12)) == 0
    assert late > missed(result(seed, joins=4, retention=2)) > missed(result(seed, joins=4, retention=4)) == 0


@each_seed
def test_instance_that_holds_one_message_waits_for_the_hop_of_the_next(seed):
    billed = {ahead: sum(done_by(result(seed, hop=500, ahead=ahead))[f"billing {n}"] for n in (1, 2, 3)) for ahead in (1, 10)}
    assert billed[1] < 65 and billed[10] > 1.3 * billed[1]  # 3 / 0.58 s in 11 s are 57


@pytest.mark.parametrize(("joins", "retention"), [(4, 0), (6, 2)])
def test_missed_events_are_rate_times_what_is_late_beyond_the_retention(joins, retention):
    counts = [missed(result(seed, joins=joins, retention=retention, hop=0)) for seed in SEEDS[:10]]
    expected = len(counts) * missed_events(10, joins * 1_000, retention * 1_000)
    assert abs(sum(counts) - expected) <= 4 * sqrt(expected)


@pytest.mark.parametrize("billing", [2, 5])
def test_equal_consumers_get_equal_shares_and_no_less_even_than_lots_would_deal_them(billing):
    taken = Counter()
    for seed in SEEDS[:6]:
        taken.update({consumer.service.name: consumer.taken for consumer in result(seed, billing=billing).details["billing"]})
    share, spread = competing_share(billing, taken.total())
    assert all(abs(count / taken.total() - share) <= 2 * spread for count in taken.values())


def test_busy_consumers_get_shares_in_proportion_to_their_speed():
    first = second = 0
    for seed in SEEDS[:6]:
        one, other = result(seed, billing=2, slow=4, hop=0, ahead=1, rate=30).details["billing"]
        first, second = first + one.taken, second + other.taken
    expected, count = busy_shares([320, 80])[0], first + second
    assert expected == pytest.approx(0.2)
    assert abs(first / count - expected) <= 4 * sqrt(expected * (1 - expected) / count)


def test_second_instance_makes_the_wait_that_of_two_workers_at_one_queue():
    waits = [mean_wait(result(seed, billing=2, work=90, hop=0, ahead=1, seconds=60)) for seed in SEEDS[:8]]
    error = stdev(waits) / sqrt(len(waits))
    assert abs(fmean(waits) - mmc_wait(10, 90, 2)) <= 4 * error and 4 * error < 12


def test_orders_are_the_same_whatever_billing_and_reports_do():
    sent = {tuple(one.details["orders"].ledger.sent) for one in (result(), result(wiring="each"), result(joins=4), result(slow=4, billing=2))}
    assert len(sent) == 1


def test_sentence_says_what_happened():
    assert "charged 3 times" in result(wiring="each").sentence
    assert "Reports has missed 43 events for good." in result(joins=4).sentence
    begun = run.start(joins=4)
    assert begun.sentence == "No order has been placed yet."
    assert "Reports has not subscribed yet; " in begun.advance(2_000).sentence
    assert missed(begun) == len(begun.details["orders"].ledger.sent)


def test_knobs_turn_the_running_world_and_what_is_wired_stays():
    live = run.start()
    live.advance(1_000)
    run.turn(live, slow=10, work=200, hop=0, ahead=50, rate=20)
    assert live.world.services["billing 1"].slow == 10 and live.details["billing"][2].prefetch == 50
    assert repr(live.world.channels["order placed"].network) == "constant(0)"
    before = live.world.services["billing 2"].work
    for wrong in ({"wiring": "each"}, {"billing": 4}, {"joins": 5}, {"retention": 5}, {"work": 0}, {"rate": -1}):
        with pytest.raises(ValueError, match="must"):
            run.turn(live, **{"work": 300} | wrong)
    assert live.world.services["billing 2"].work is before
    assert mean_wait(live.advance(1_000)) == pytest.approx(mean_wait(live), nan_ok=True)


def test_presets_are_told_apart_by_their_sentences():
    told = {name: result(**settings).sentence for name, settings in PRESETS.items()}
    assert told["Calm"] == told["Billing reads the event, as one group"] == told["Reports was only down"]
    assert len(set(told.values())) == 5


def test_small_world_delivers_what_the_two_kinds_of_channel_promise():
    for sent, late in ((120, 40), (10, 0), (10, 10)):
        counts = deliveries(sent, late)
        assert sum(counts[f"billing {n}"] for n in (1, 2, 3)) == counts["stock"] == counts["mail"] == counts["late, kept"] == sent
        assert counts["late"] == sent - late
    with pytest.raises(ValueError, match="late must be at least 0 and at most 10"):
        deliveries(10, 11)


def test_riddles_have_an_answer_each_and_every_kind_and_channel_is_among_them():
    fitting = [{kind for kind in message_riddles.KINDS if message_riddles.is_right(letter, kind)} for letter in message_riddles.LETTERS]
    assert all(fitting) and set().union(*fitting) == set(message_riddles.KINDS)
    assert set().union(*message_riddles.FITTING.values()) == set(message_riddles.CHANNELS)
    assert set(message_riddles.FITTING) == set(message_riddles.SITUATIONS)
    assert message_riddles.message("A").startswith('A  header {"type": "ChargeCard"')
    with pytest.raises(ValueError, match="kind must be one of"):
        message_riddles.is_right("A", "rumour")
    with pytest.raises(ValueError, match="channel must be one of"):
        message_riddles.fits(1, "pigeon")
