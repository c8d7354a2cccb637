"""Four ways to write an order and send its message, side by side: the facts of the chapter, and what notebook 16 claims."""

from statistics import mean, median, stdev

import pytest

from sim import World, constant, exponential
from sim.outbox import OUTBOXES, STRATEGIES
from sim.scenarios import transactional_messaging
from sim.scenarios.transactional_messaging import READ, SEND, counts, in_words, lags
from sim.theory import copies_per_message, longest_polling_lag, polling_capacity, polling_lag, tailing_lag

SEEDS = range(2, 22)
run = transactional_messaging.run
each_seed = pytest.mark.parametrize("seed", SEEDS)


def book(strategy, seed, rate=10, **settings):
    """The shop that notebook 16 builds by hand."""
    world = World(seed=seed)
    orders = world.channel("orders")
    shop = world.service("shop", workers=50, work=constant(2))
    kitchen = world.service("kitchen", workers=20, work=exponential(20))
    records = shop.records(orders, strategy, write=constant(5), **settings)
    kitchen.consumes(orders)
    world.users(shop, rate=rate)
    world.run(60_000)
    return records.book


@each_seed
def test_commit_first_loses_what_publish_first_invents(seed):
    commit, publish = (book(strategy, seed, crash=0.05) for strategy in STRATEGIES[:2])
    assert commit.lost == commit.orders - commit.messages and 10 < commit.lost < 60 and commit.phantom == 0
    assert publish.lost == 0 and publish.phantom in (commit.lost, commit.lost + 1)  # one may be between its steps when the minute ends
    assert max(publish.lags()) < 0


@each_seed
def test_outbox_with_a_relay_that_dies_after_half_of_its_batches_loses_nothing_and_says_everything_twice(seed):
    found = book("polling", seed, every=100, crash=0.05, relay_crash=0.5, restart=10)
    assert found.lost == found.phantom == 0
    assert 1.5 < found.messages / found.told < 2.5 and copies_per_message(0.5) == 2


@each_seed
def test_batch_that_is_a_little_too_small_lets_the_last_order_of_a_minute_wait_for_seconds(seed):
    found = book("polling", seed, rate=12, every=500, batch=5)
    last = max(found.published) - found.committed[found.told - 1]
    assert last > 3_000 and len(found.outbox) > 40 and polling_capacity(500, 5) == 10


@each_seed
def test_small_interval_has_mostly_empty_looks_and_log_tailing_the_lag_of_one(seed):
    often = run(every=20, seed=seed)
    records = often.details["records"]["polling"]
    assert 0.7 < records.empty / records.reads < 0.88
    assert median(lags(often, "log tailing")) < 15 < 200 < median(lags(run(seed=seed), "polling"))


@each_seed
def test_table_makes_duplicates_harmless(seed):
    with_table, without = (run(relay_crash=0.5, table=table, seed=seed) for table in (True, False))
    assert counts(with_table)["duplicates"] == counts(without)["duplicates"] > 20
    assert counts(with_table)["again"] == 0 < counts(without)["again"] <= counts(without)["duplicates"]


def test_both_relays_send_as_many_copies_on_average_but_polling_in_heaps():
    runs = [run(seed=seed) for seed in range(100, 132)]
    copies = {name: [counts(one, name)["duplicates"] for one in runs] for name in OUTBOXES}
    expected = 180 * (copies_per_message(0.05) - 1)
    for found in copies.values():
        assert abs(mean(found) - expected) < 4 * stdev(found) / 32**0.5
    assert all(stdev(copies["polling"][at : at + 16]) > stdev(copies["log tailing"][at : at + 16]) for at in (0, 16))
    assert stdev(copies["polling"]) > stdev(copies["log tailing"])


def test_all_ways_see_the_same_crashes_and_only_dual_writes_lose_or_invent():
    result = run(crash=0.2)
    found = {strategy: counts(result, strategy) for strategy in STRATEGIES}
    assert found["commit first"]["lost"] == found["publish first"]["phantom"] > 20
    assert all(found[strategy]["lost"] == found[strategy]["phantom"] == 0 for strategy in OUTBOXES)
    assert found["commit first"]["duplicates"] == found["publish first"]["duplicates"] == 0


@pytest.mark.parametrize("every", [100, 500, 2_000])
def test_mean_lag_is_half_a_period_a_look_and_half_the_messages_of_a_period(every):
    runs = [lags(run(every=every, batch=50, relay_crash=0, seed=seed), "polling", start=0) for seed in range(10)]
    means = [mean(found) for found in runs]
    # the last period of a run is cut off, and with it some long lags: at most a period of 15 s
    assert abs(mean(means) - polling_lag(12, every, READ, SEND)) < 4 * stdev(means) / 10**0.5 + every / 2 * every / 15_000
    assert max(max(found) for found in runs) <= longest_polling_lag(every, 50, READ, SEND)


def test_lag_of_log_tailing_is_one_look_and_one_message():
    runs = [mean(lags(run(relay_crash=0, seed=seed), "log tailing")) for seed in range(8)]
    assert abs(mean(runs) - tailing_lag(12, READ) - SEND) < 0.5  # the formula leaves out orders that come while it sends


def test_strategy_that_is_looked_at_changes_nothing_but_what_is_told():
    one, other = run(), run(strategy="commit first")
    assert all(counts(one, strategy) == counts(other, strategy) for strategy in STRATEGIES) and one.sentence != other.sentence
    assert other.sentence.startswith("Commit first: ")


def test_sentence_tells_of_a_backlog():
    for result in (run(), run(batch=1)):
        left = counts(result)["waiting"]
        assert left > 0 and result.sentence.endswith(f"; {left:,} still in the outbox.")


def test_before_anything_it_says_so():
    assert in_words(run.start()) == "No order has been recorded yet."


@pytest.mark.parametrize(
    "wrong, message",
    [
        ({"strategy": "outbox"}, "strategy must be one of"),
        ({"batch": 0}, "batch must be at least 1"),
        ({"every": 0}, "every must be positive"),
        ({"rate": 1e9}, "rate must be more than 0 and at most 1000"),
    ],
)
def test_wrong_setting_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        run.start(**wrong)


def test_table_and_load_can_be_turned_while_it_runs():
    result = run.start()
    result.advance(3_000)
    run.turn(result, rate=40, table=False, every=100)
    result.advance(3_000)
    assert max(lags(result, "polling", start=4_000)) < 600 and result.details["kitchens"]["polling"].idempotent is False
