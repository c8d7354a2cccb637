"""The books of channels over random worlds: nothing is lost without being counted, and nothing comes out that was not sent."""

from math import inf, isnan, nextafter

from hypothesis import HealthCheck, given, settings

from sim import RunTooLong
from sim.consumer import Consumer
from sim.ledger import FATES
from tests.laws import check_gauges, check_times
from tests.random_channels import UNTIL, plans

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
HERE = settings(derandomize=True, deadline=None, database=None, suppress_health_check=QUIET)


def check_books(orders):
    """Hold the counts of every group against what is where, counted anew, and against each other."""
    told = sum(not isnan(time) for time in orders.ledger.acknowledged)
    assert told <= len(orders.ledger) == orders.published
    for group in orders.groups:
        book = group.book
        counts = book.counts()
        assert counts.sent == len(book.numbers) == sum(getattr(counts, fate.replace(" ", "_")) for fate in FATES)
        assert counts.phantom == 0 and set(book.numbers) <= set(range(len(orders.ledger))) and len(set(book.numbers)) == counts.sent
        flying = {delivery.message.number for delivery in group.flying}
        waiting = {delivery.message.number for delivery in group.waiting} - flying
        assert counts.in_flight == len(flying) and counts.waiting >= len(waiting)
        assert waiting <= {n for n in book.numbers if book.fate(book.places[n]) == "waiting"}
        assert counts.delivered == sum(n > 0 for n in book.deliveries) and counts.done == sum(n > 0 for n in book.done)
        assert counts.duplicates == sum(book.deliveries) - counts.delivered and counts.done_again == sum(book.done) - counts.done
        assert counts.done <= counts.delivered and all(d <= n for d, n in zip(book.done, book.deliveries))
        assert len(group.waiting) <= orders.buffer or orders.redelivers or orders.retention
        check_consumers(orders, group)


def check_consumers(orders, group):
    """No consumer holds more than it may, no shard is worked on twice, and none has two readers."""
    for consumer in group.consumers:
        if isinstance(consumer, Consumer) and orders.held == "channel":
            assert consumer.outstanding <= (consumer.prefetch or consumer.service.workers)
    if orders.shards:
        at_work = [delivery.message.shard for delivery in group.flying]
        assert len(at_work) == len(set(at_work)) and sorted(at_work) == [n for n, one in enumerate(group.waiting.at_work) if one]
        read = [shard for shards in group.shards_of_readers().values() for shard in shards]
        assert sorted(read) == list(range(orders.shards)) or all(reader.service._down or reader.stopped for reader in group.readers)


def check_end(world, orders):
    """What a whole run must have kept to."""
    trace = world.trace
    for group in orders.groups:
        book, counts = group.book, group.book.counts()
        if all(reader.idempotent for reader in group.readers):
            assert counts.done_again == 0
        if not orders.redelivers and set(orders.ledger.sends) <= {1}:
            assert counts.duplicates == 0
        if orders.deliveries < inf:
            assert all(n <= orders.deliveries * orders.ledger.sends[number] for n, number in zip(book.deliveries, book.numbers))
        assert all(orders.ledger.sent[number] <= when for number, when in zip(book.numbers, book.first_delivered) if not isnan(when))
        for sent, first, done in zip(book.numbers, book.first_delivered, book.first_done):
            assert isnan(done) or orders.ledger.sent[sent] <= first <= done
    buried = sum(group.book.counts().dead for group in orders.groups)
    if orders.dead_letters is not None and set(orders.ledger.sends) <= {1}:
        assert orders.dead_letters.published >= buried
    check_times(world)
    check_gauges(world)
    tries = {}
    for row in range(len(trace)):
        span = trace.span(row)
        assert (span.attempt == 1) == (span.first == row)
        tries.setdefault(span.first, []).append(span)
    for spans in tries.values():
        assert [span.attempt for span in spans] == list(range(1, len(spans) + 1))
        assert all(not span.final and span.ended <= later.started for span, later in zip(spans, spans[1:])) and spans[-1].final


def run_checked(plan):
    world, orders = plan.build()
    try:
        while (instant := world.clock.peek()) < UNTIL:
            world.run(min(UNTIL, nextafter(instant, inf)))
            check_books(orders)
            for service in world.services.values():
                assert 0 <= service.busy <= service.workers
    except RunTooLong:
        check_books(orders)
        return
    world.run(UNTIL)
    check_end(world, orders)


@given(plans())
@settings(HERE, max_examples=120)
def test_books_of_channels_balance_at_every_instant_of_random_worlds(plan):
    run_checked(plan)


def bytes_of(plan, cuts=()):
    world, orders = plan.build()
    try:
        for cut in (*cuts, UNTIL):
            world.run(cut)
    except RunTooLong:
        pass
    return bytes(world.trace), [group.book.counts() for group in orders.groups]


@given(plans())
@settings(HERE, max_examples=60)
def test_same_plan_gives_the_same_bytes_and_the_same_books_at_once_or_cut(plan):
    assert bytes_of(plan) == bytes_of(plan, cuts=(37, 200.5))
