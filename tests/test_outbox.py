"""A database write and a message: dual writes, an outbox, and the relay that empties it."""

from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import World, constant, exponential, outcomes
from sim.outbox import OUTBOXES, STRATEGIES, Book
from sim.theory import copies_per_message, longest_polling_lag, polling_capacity, polling_lag, tailing_lag


def shop(strategy="polling", rate=50, until=20_000, seed=1, **settings):
    """Run a shop that records orders for a kitchen; return its world and its records."""
    world = World(seed=seed)
    orders = world.channel("orders")
    kitchen = world.service("kitchen", workers=20, work=exponential(10))
    service = world.service("shop", workers=200, work=constant(2))
    records = service.records(orders, strategy, **settings)
    kitchen.consumes(orders)
    world.users(service, rate=rate)
    world.run(until)
    return world, records


def cooked(world):
    return sum(outcomes(world.trace, "kitchen").values())


def within_four_errors(runs, wanted):
    return abs(mean(runs) - wanted) < 4 * stdev(runs) / len(runs) ** 0.5


def test_book_tells_order_message_and_what_lacks_the_other():
    book = Book()
    whole, lost, phantom, begun = [book.new() for _ in range(4)]
    book.commit(whole, 5.0)
    book.publish(whole, 7.0)
    book.commit(lost, 6.0)
    book.abandon(lost)
    book.publish(phantom, 8.0)
    book.abandon(phantom)
    book.abandon(begun)
    assert (book.orders, book.messages, book.lost, book.phantom, book.duplicates) == (2, 2, 1, 1, 0)
    assert book.lags() == [2.0] and book.lags(start=5.5) == []
    assert book.lost_orders() == [6.0] and book.phantom_messages() == [8.0]


def test_book_knows_the_outbox_and_what_was_published_twice():
    book = Book()
    first, second = book.new(), book.new()
    book.commit(first, 1.0, outbox=True)
    book.commit(second, 2.0, outbox=True)
    book.publish(first, 3.0)
    book.publish(first, 9.0)
    assert list(book.outbox) == [first, second] and book.duplicates == 1 and book.lags() == [2.0]
    book.mark(1)
    assert list(book.outbox) == [second] and book.messages == 2


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_without_crashes_every_order_has_its_message(strategy):
    world, records = shop(strategy, write=constant(5), read=constant(3), send=constant(1))
    book = records.book
    assert book.orders > 900 and book.lost == book.phantom == book.duplicates == records.crashes == 0
    assert abs(book.orders - book.told) <= len(book.outbox) + (strategy == "publish first")  # a batch may be half out
    assert book.messages - 2 <= cooked(world) <= book.messages


def test_commit_first_loses_messages_and_publish_first_invents_them():
    (_, first), (_, second) = (shop(strategy, write=constant(5), crash=0.1) for strategy in STRATEGIES[:2])
    assert (first.book.lost, first.book.phantom) == (first.crashes, 0)
    assert (second.book.lost, second.book.phantom) == (0, second.crashes)
    assert first.crashes == second.crashes > 50  # the same luck
    assert first.book.messages == first.book.orders - first.crashes and second.book.messages >= second.book.orders + second.crashes


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_crash_of_the_whole_service_rolls_back_what_is_not_committed_and_leaves_the_relay_alone(strategy):
    world = World(seed=1)
    orders = world.channel("orders")
    service = world.service("shop", workers=10, work=constant(0))
    records = service.records(orders, strategy, write=constant(100), every=50)
    world.users(service, rate=100, arrivals="constant")
    world.fault(service, start=1_005, end=2_000, crash=True)
    world.run(1_999)
    book = records.book
    assert max(time for time in book.committed if time == time) < 1_005 and not book.outbox
    assert (book.lost, book.phantom) == (0, 10 if strategy == "publish first" else 0)  # ten were in work
    assert book.told == book.orders + book.phantom
    world.run(3_000)
    assert book.orders > 150  # and it goes on


def test_crash_ends_the_job_with_an_error():
    world, records = shop("commit first", crash=0.1)
    assert outcomes(world.trace, "shop")["error"] == records.crashes > 0


@pytest.mark.parametrize("strategy", OUTBOXES)
def test_outbox_loses_and_invents_nothing_and_may_say_it_twice(strategy):
    _, records = shop(strategy, write=constant(5), crash=0.1, relay_crash=0.3, restart=50, every=100)
    book = records.book
    assert book.lost == book.phantom == 0 and book.duplicates > 50 and records.crashes > 50
    assert book.orders - book.told <= len(book.outbox)  # published, but not marked, may still stand there


def test_message_may_be_out_before_its_order_is_in_the_database():
    _, records = shop("publish first", write=constant(5))
    assert max(records.book.lags()) == pytest.approx(-5)


@pytest.mark.parametrize("every, send", [(100, 0), (500, 1), (200, 2)])
def test_mean_lag_of_polling_is_that_of_the_closed_form(every, send):
    settings = {"every": every, "read": constant(5), "send": constant(send), "until": 20_000}
    runs = [mean(shop(seed=seed, **settings)[1].book.lags(1_000, 19_000)) for seed in range(10)]
    assert within_four_errors(runs, polling_lag(50, every, 5, send)) and stdev(runs) < 0.05 * mean(runs)


def test_no_message_lags_longer_than_a_period_and_a_batch():
    _, records = shop(every=400, batch=50, read=constant(5), send=constant(2))
    assert 400 < max(records.book.lags()) < longest_polling_lag(400, 50, 5, 2)


@pytest.mark.parametrize("rate", [5, 50])
def test_mean_lag_of_log_tailing_is_that_of_the_closed_form(rate):
    settings = {"read": constant(30), "until": 20_000, "rate": rate}
    runs = [mean(shop("log tailing", seed=seed, **settings)[1].book.lags(1_000, 19_000)) for seed in range(10)]
    assert within_four_errors(runs, tailing_lag(rate, 30)) and 30 <= tailing_lag(rate, 30) < 45


def test_relay_beyond_its_capacity_publishes_a_batch_a_period():
    _, records = shop(rate=100, every=500, batch=20, until=30_000)
    published = records.book.messages / 30
    assert published == pytest.approx(polling_capacity(500, 20), rel=0.05) and len(records.book.outbox) > 1_500


def test_relay_that_is_late_looks_again_at_once():
    _, records = shop(rate=100, every=100, batch=10, send=constant(20), until=30_000)
    assert records.book.messages / 30 == pytest.approx(polling_capacity(100, 10, 0, 20), rel=0.05) == pytest.approx(50, rel=0.05)


def test_each_message_is_published_once_more_for_each_crash_of_the_relay():
    runs = []
    for seed in range(10):
        book = shop(until=10_000, relay_crash=0.3, every=100, restart=10, seed=seed)[1].book
        runs.append(book.messages / book.told)
    assert within_four_errors(runs, copies_per_message(0.3))


def test_relay_that_never_marks_publishes_the_same_for_ever():
    _, records = shop(relay_crash=1, every=1_000, restart=1_000, batch=5, until=20_000)
    assert records.book.told == 5 and list(records.book.copies[:5]) == [records.book.messages // 5] * 5


def test_polls_that_find_nothing_are_counted():
    _, records = shop(rate=1, every=100)
    assert records.reads == 200 and 150 < records.empty < 200
    _, woken = shop("log tailing", rate=1, every=100)
    assert woken.empty == 0 and woken.reads == woken.book.orders


def test_crash_and_strategy_do_not_move_one_arrival():
    starts = {tuple(world.trace.started[row] for row in world.trace.rows("shop", "users"))
              for world, _ in (shop(s, crash=c, relay_crash=c, until=3_000) for s in STRATEGIES for c in (0, 0.5))}  # fmt: skip
    assert len(starts) == 1


def test_settings_of_a_running_relay_take_effect_at_its_next_look():
    world, records = shop(every=1_000, until=5_000)
    assert max(records.book.lags()) > 500
    records.every, records.batch = 50, 7
    world.run(10_000)
    assert max(records.book.lags(start=7_000)) < 50
    with pytest.raises(ValueError, match="every must be positive, got 0"):
        records.every = 0
    assert (records.every, records.batch) == (50, 7)


def test_same_seed_same_trace():
    one, other = (shop(crash=0.1, relay_crash=0.2, restart=30, until=5_000, send=exponential(2)) for _ in range(2))
    assert bytes(one[0].trace) == bytes(other[0].trace) and one[1].book.published.tobytes() == other[1].book.published.tobytes()


@given(
    strategy=st.sampled_from(STRATEGIES), rate=st.integers(1, 200), every=st.sampled_from([3, 70, 900]), batch=st.sampled_from([1, 4, 100]),
    crash=st.sampled_from([0, 0.2, 1]), relay_crash=st.sampled_from([0, 0.4]), delay=st.sampled_from([0, 2, 40]), until=st.integers(1, 1_500),
    seed=st.integers(0, 9),
)  # fmt: skip
def test_orders_and_messages_add_up_at_any_moment_of_any_world(strategy, rate, every, batch, crash, relay_crash, delay, until, seed):
    times = {name: constant(delay) for name in ("write", "read", "send")}
    _, records = shop(strategy, rate, until, seed, every=every, batch=batch, crash=crash, relay_crash=relay_crash, restart=every, **times)
    book = records.book
    assert book.orders == sum(time == time for time in book.committed) and book.messages == sum(book.copies)
    assert book.told == sum(time == time for time in book.published) == book.messages - book.duplicates
    both = sum(c == c and p == p for c, p in zip(book.committed, book.published))
    assert len(book.lags(end=float(until))) <= both == len(book.lags())
    if strategy in OUTBOXES:
        assert book.lost == book.phantom == 0 and list(book.outbox) == sorted(book.outbox)
        assert all(lag >= delay for lag in book.lags()) and book.told == both
        assert {n for n, time in enumerate(book.committed) if time == time and book.published[n] != book.published[n]} <= set(book.outbox)
    else:
        assert not book.duplicates and book.lost + book.phantom == records.crashes and not book.outbox
        assert book.lost == 0 or strategy == "commit first"


def test_nobody_reads_and_writes_in_a_circle():
    world = World()
    orders = world.channel("orders")
    service = world.service("shop", workers=1, work=constant(1))
    service.consumes(orders)
    with pytest.raises(ValueError, match="channel must not lead back to its caller, got messages in a circle"):
        service.records(orders)


def test_repr_says_how_far_it_is():
    _, records = shop("log tailing", until=100, rate=1)
    assert repr(records) == "<Records shop to orders, log tailing: 0 orders, 0 messages>"
    assert records.book.lags() == []

def test_stopped_relay_leaves_messages_in_the_outbox_and_a_new_one_sends_them_all():
    world, records = shop(until=5_000, every=200)
    records.stop_relay()
    world.run(6_000)
    sent, looked = records.book.messages, records.reads
    world.run(9_000)
    assert records.book.messages == sent and records.reads == looked and len(records.book.outbox) > 150
    records.start_relay()
    world.run(9_500)
    assert len(records.book.outbox) < 60 and records.book.duplicates == 0


@pytest.mark.parametrize("strategy", OUTBOXES)
def test_full_broker_refuses_and_nothing_is_lost_once_it_has_space(strategy):
    world = World(seed=4)
    broker = world.broker("broker", space=500)
    orders = world.channel("orders", network=constant(5), broker=broker)
    kitchen = world.service("kitchen", workers=20, work=exponential(10))
    service = world.service("shop", workers=200, work=constant(2))
    records = service.records(orders, strategy, every=200, batch=50, send=constant(1))
    kitchen.consumes(orders)
    load = world.users(service, rate=50)
    world.run(3_000)
    broker.others = 500
    world.run(3_010)  # what is on its way is refused, and is known to be
    sent = records.book.messages
    world.run(8_000)
    assert broker.full and records.refused > 3 and records.book.messages <= sent + 1 and len(records.book.outbox) > 200
    broker.others = 0
    load.rate = 0.001
    world.run(20_000)
    assert cooked(world) >= records.book.orders and not records.book.outbox
    counts = orders.ledger.counts()
    assert counts.settled == records.book.orders and records.book.lost == records.book.phantom == 0
