"""One call at five distances and a chain of services: the chapter's facts, and what the notebook claims."""

from math import sqrt

import pytest

from sim import availability
from sim.samples import Samples, stored_samples
from sim.scenarios.what_is_ipc import DISTANCES, IN_A_PROCESS, PRESETS, duration, in_theory, run, story_of
from sim.theory import serial_availability, times_done
from sim.trace import USERS

SEEDS = range(2, 22)
APART = [name for name in DISTANCES if name not in IN_A_PROCESS]
LOSSY = {"services": 1, "available": 1.0, "loss": 0.05}


def counted(good, ended, expected):
    """The share of good ones is within 4 standard errors of what is expected."""
    return abs(good / ended - expected) <= 4 * sqrt(expected * (1 - expected) / ended)


def orders_over(seeds, **params):
    return [order for seed in seeds for order in story_of(run(seed=seed, **params)).orders]


@pytest.mark.parametrize(("services", "per_cent"), [(3, 98.507), (5, 97.525), (10, 95.111)])
def test_availability_multiplies_down_the_chain(services, per_cent):
    assert serial_availability([0.995] * services) == pytest.approx(per_cent / 100, abs=5e-6)
    orders = orders_over(range(4), services=services)
    assert counted(sum(order.heard for order in orders), len(orders), per_cent / 100)


def test_every_stretch_of_one_chain_is_a_shorter_chain():
    chains = story_of(run(services=10, available=0.98, seed=3)).chains
    assert sorted(chains) == list(range(1, 11))
    assert all(counted(good, ended, 0.98**length) for length, (good, ended) in chains.items())


def test_it_holds_for_request_and_reply_through_a_broker_too_and_not_within_a_process():
    ten = {name: availability(run(distance=name, services=10).trace, "service 1", caller=USERS) for name in DISTANCES}
    assert {ten[name] for name in APART} == {ten["http"]}  # the same luck, order by order
    assert all(ten[name] > 0.99 for name in IN_A_PROCESS)
    assert in_theory({"distance": "queue", "services": 10, "available": 0.995, "loss": 0.1, "tries": 1}) == pytest.approx((0.995, 0.995))


@pytest.mark.parametrize("distance", DISTANCES)
def test_calls_take_what_was_measured_and_add_up(distance):
    stored = stored_samples("distances").times[distance]
    for services in (1, 4):
        times = story_of(run(distance=distance, services=services, available=1.0)).times
        spread = sqrt(services * sum((ms - sum(stored) / 200) ** 2 for ms in stored) / 200)
        assert abs(sum(times) / len(times) - services * sum(stored) / 200) < 4 * spread / sqrt(len(times))
    assert min(times) >= 4 * min(stored) * (1 - 1e-6)


def test_samples_from_elsewhere_drive_the_model():
    mine = Samples({name: [7.0] for name in DISTANCES}, "a table")
    assert story_of(run(services=3, available=1.0, samples=mine)).times == pytest.approx([21.0] * 1_920)


@pytest.mark.parametrize("params", [{"tries": 1}, {"tries": 3}, {"tries": 4, "services": 3, "available": 0.98, "loss": 0.1}])
def test_orders_are_written_as_often_as_the_closed_form_says(params):
    params = LOSSY | params
    orders = orders_over(range(6), **params)
    n, a, q = params["services"], params["available"], params["loss"]
    shares = times_done(done=(a * (1 - q)) ** n, heard=(a * (1 - q) ** 2) ** n, tries=params["tries"])
    for times, share in enumerate(shares):
        assert counted(sum(order.written == times for order in orders), len(orders), share), times
    assert counted(sum(order.heard for order in orders), len(orders), in_theory({"distance": "http"} | params)[1])


def test_orders_count_only_when_all_their_tries_must_have_ended():
    result = run.start(**LOSSY, tries=3).advance(6_000)
    orders = story_of(result).orders
    started = [span.started for span in result.trace.spans() if span.caller == USERS and span.attempt == 1]
    assert len(orders) == sum(ms <= 2_000 for ms in started) > 150 and max(order.started for order in orders) <= 2_000
    assert not all(order.heard for order in story_of(run(**LOSSY)).orders if order.started > 17_000)


def test_lost_replies_leave_orders_written_that_nobody_heard_of():
    orders = orders_over(range(4), **LOSSY)
    unheard = sum(order.written == 1 and not order.heard for order in orders)
    assert counted(unheard, len(orders), 0.95 * 0.05)
    assert not any(order.heard and not order.written for order in orders)


def test_idempotent_table_takes_each_order_once_and_changes_nothing_for_the_client():
    plain, idempotent = (story_of(run(**LOSSY, tries=3, idempotent=on)).orders for on in (False, True))
    assert [order.heard for order in plain] == [order.heard for order in idempotent]
    assert [order.reached for order in plain] == [order.reached for order in idempotent]
    assert max(order.written for order in plain) > 1 == max(order.written for order in idempotent)


def test_loss_spares_calls_within_a_process():
    for distance in IN_A_PROCESS:
        assert story_of(run(distance=distance, loss=0.2)).orders == story_of(run(distance=distance)).orders


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_notebook_claims_of_one_seed_holds_for_others(seed):
    assert 0.03 < 1 - availability(run(services=10, seed=seed).trace, "service 1", caller=USERS) < 0.07
    orders = story_of(run(**LOSSY, tries=3, seed=seed)).orders
    assert sum(order.heard for order in orders) / len(orders) > 0.99
    assert 0.025 < sum(order.written > 1 for order in orders) / len(orders) < 0.075


def test_knobs_turned_by_hand_hold_at_once_and_the_chain_keeps_its_length():
    result = run.start(services=2, available=1.0).advance(5_000)
    run.turn(result, distance="broker", available=0.5, loss=0.1, tries=2)
    assert result.world.services["service 2"].fail == 0.5 and result.world.links[0].loss == 0.1
    result.advance(10_000)
    assert not all(order.heard for order in story_of(result).orders)
    with pytest.raises(ValueError, match="services must stay 2 while the world runs, got 3"):
        run.turn(result, services=3)


def test_sentence_says_what_was_lost_and_what_came_twice():
    assert run.start().sentence == "No order has been settled yet."
    assert "confirmed (in theory 98.5 %), half of them within" in run().sentence and "written down" not in run().sentence
    assert "none was written down more than once, and" in run(**PRESETS["Lost messages"]).sentence
    assert "were written down more than once, and none although" in run(**PRESETS["… tried again"]).sentence


TOLD = [(3e-5, "30 ns"), (0.0042, "4.2 µs"), (0.0631, "63 µs"), (0.185, "0.18 ms"), (31.4, "31 ms"), (1_000, "1 s")]


@pytest.mark.parametrize(("ms", "words"), TOLD)
def test_durations_are_told_as_people_say_them(ms, words):
    assert duration(ms) == words


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        ({"distance": "pigeon"}, ValueError, "distance must be one of 'function', 'queue'"),
        ({"services": 0}, ValueError, "services must be at least 1 and at most 20, got 0"),
        ({"services": 21}, ValueError, "services must be at least 1 and at most 20, got 21"),
        ({"available": 1.1}, ValueError, "available must be at least 0 and at most 1, got 1.1"),
        ({"loss": -0.1}, ValueError, "loss must be at least 0 and at most 1, got -0.1"),
        ({"tries": 0}, ValueError, "tries must be at least 1, got 0"),
        ({"idempotent": 1}, TypeError, "idempotent must be True or False, got 1"),
        ({"samples": [1]}, TypeError, "samples must be Samples such as measure"),
        ({"samples": "mine"}, ValueError, "samples must be one of 'stored', got 'mine'"),
    ],
)
def test_wrong_parameters_are_refused_in_words(wrong, error, words):
    with pytest.raises(error, match=words):
        run(**wrong)
