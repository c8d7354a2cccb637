"""Shards: where a key goes, who reads what, and which order holds."""

import pytest

from sim import World, constant, exponential, uniform
from sim.shards import Lanes, shard_of, shares
from tests.laws import rows


def sharded(shards, consumers, keys=None, rate=100, work=10, workers=1, seed=1, network=None, **consume):
    """Return a world whose shop sends messages with keys to that many consumers; the channel and the consumers."""
    world = World(seed=seed)
    orders = world.channel("orders", network=network, shards=shards, visibility=consume.pop("visibility", None))
    delay = constant(work) if isinstance(work, int) else work
    readers = [world.service(f"c{n}", workers, delay).consumes(orders, **consume) for n in range(consumers)]
    shop = world.service("shop", workers=9, work=constant(1))
    shop.publishes(orders, keys=keys)
    world.users(shop, rate=rate, arrivals="constant")
    return world, orders, readers


def out_of_order(orders):
    """Return how many messages came out before one of the same key that was sent earlier."""
    book, last, found = orders.ledger.of(), {}, 0
    for number, when in zip(book.numbers, book.first_delivered):
        key = orders.ledger.keys[number]
        found += when < last.get(key, 0.0)
        last[key] = max(when, last.get(key, 0.0))
    return found


def test_key_goes_to_the_shard_of_its_crc32_in_every_process():
    assert [shard_of(key, 4) for key in (0, "0", 1, 2, "order 17")] == [1, 1, 3, 1, 3]
    for shards in (1, 3, 16):
        assert {shard_of(key, shards) for key in range(1_000)} == set(range(shards))
    with pytest.raises(ValueError, match="shards must be at least 1"):
        shard_of(1, 0)


def test_shares_are_neighbours_and_as_even_as_can_be():
    assert [list(part) for part in shares(8, "abc")] == [[0, 1, 2], [3, 4, 5], [6, 7]]
    assert [len(part) for part in shares(3, "abcde")] == [1, 1, 1, 0, 0] and shares(3, "") == []


def test_lanes_hand_out_what_has_waited_longest_of_those_that_nobody_works_on():
    class Sent:
        def __init__(self, shard):
            self.message = self
            self.shard = shard

    first, second, third = Sent(1), Sent(0), Sent(1)
    lanes = Lanes(2)
    for sent in (first, second, third):
        lanes.append(sent)
    assert lanes.take([0, 1]) is first and lanes.take([1]) is None and len(lanes) == 2
    lanes.free(second)  # not the one at work
    assert lanes.take([1]) is None
    lanes.free(first)
    lanes.appendleft(first)
    assert lanes.take([1]) is first and list(lanes) == [second, third]
    lanes.clear()
    assert not lanes and not list(lanes)
    lanes.extend([third, second])
    assert lanes.popleft() is third and len(lanes) == 1


@pytest.mark.parametrize("shards, consumers", [(1, 1), (1, 4), (2, 4), (4, 2), (4, 4), (3, 9)])
def test_useful_consumers_are_the_fewer_of_consumers_and_shards(shards, consumers):
    world, orders, readers = sharded(shards, consumers, rate=1_000)
    world.run(1_001)
    useful = min(shards, consumers)
    assert sum(reader.taken > 0 for reader in readers) == useful
    assert orders.ledger.counts().done == pytest.approx(100 * useful, abs=2 * useful)


def test_more_workers_than_shards_do_not_help_either():
    world, orders, (reader,) = sharded(3, 1, rate=1_000, workers=9)
    world.run(1_001)
    assert orders.ledger.counts().done == pytest.approx(300, abs=6) and reader.shards == [0, 1, 2]


def test_order_of_a_key_holds_in_shards_and_breaks_among_competing_consumers():
    found = []
    for shards in (4, None):
        world, orders, _ = sharded(shards, 3, keys=5, rate=200, work=uniform(1, 20), network=exponential(5))
        world.run(5_000)
        found.append(out_of_order(orders))
        done = orders.ledger.of().first_done
        assert sum(later < sooner for sooner, later in zip(done, done[1:])) > 100  # across shards there is none
    assert found[0] == 0 and found[1] > 50


def test_shards_of_a_consumer_that_is_down_are_taken_over_and_given_back():
    world, orders, readers = sharded(6, 3, keys=600, rate=100, work=1)
    world.fault(readers[1].service, start=1_000.5, end=2_000.5, down=True)
    world.run(500)
    assert [reader.shards for reader in readers] == [[0, 1], [2, 3], [4, 5]]
    world.run(1_500)
    assert [reader.shards for reader in readers] == [[0, 1, 2], [], [3, 4, 5]]
    world.run(2_500)
    assert [reader.shards for reader in readers] == [[0, 1], [2, 3], [4, 5]]
    assert orders.ledger.counts().done >= 247
    assert not [span for span in rows(world.trace, "c1") if 1_000.5 < span.started < 2_000]


def test_consumer_that_joins_takes_its_share_while_the_world_runs():
    world, orders, readers = sharded(4, 1, rate=100, work=1)
    late = world.service("late", workers=1, work=constant(1))
    world.at(505, lambda: readers.append(late.consumes(orders)))
    world.run(1_000)
    assert [reader.shards for reader in readers] == [[0, 1], [2, 3]]
    assert len(rows(world.trace, "late")) == pytest.approx(25, abs=1)


def test_crashed_consumers_shard_goes_on_with_another_in_order_when_the_message_in_work_comes_back():
    world, orders, readers = sharded(2, 2, keys=20, rate=100, work=12, visibility=200)
    world.fault(readers[0].service, start=305, end=1_400, crash=True)
    world.run(2_990)
    counts = orders.ledger.counts()
    assert counts.lost == 0 and counts.duplicates == 1 and out_of_order(orders) == 0
    assert counts.done == counts.sent - counts.waiting - counts.in_flight > 200


def test_keys_are_drawn_evenly_from_a_stream_of_their_own_or_made_from_the_number():
    world, orders, _ = sharded(None, 1, keys=10, rate=1_000, work=0)
    world.run(10_000)
    keys = orders.ledger.keys
    share = [keys.count(key) for key in range(10)]
    assert sum(share) == len(keys) > 9_990 and all(abs(n - len(keys) / 10) < 4 * (len(keys) * 0.09) ** 0.5 for n in share)
    plain, *_ = sharded(None, 1, rate=1_000, work=0)
    assert plain.run(10_000).started == world.trace.started
    world, orders, _ = sharded(3, 1, keys=lambda number: number // 4, work=0)
    world.run(100)
    assert orders.ledger.keys == [0, 0, 0, 0, 1, 1, 1, 1, 2]


def test_messages_without_a_key_go_to_the_shards_in_turn():
    world, orders, readers = sharded(4, 4, work=1)
    world.run(1_005)
    assert [reader.taken for reader in readers] == [25] * 4


def test_every_group_has_its_own_order_and_its_own_shares():
    world = World(seed=2)
    events = world.channel("events", "publish-subscribe", shards=4)
    readers = [world.service(f"{group}{n}", 1, constant(5)).consumes(events, group=group) for group in "ab" for n in range(2)]
    shop = world.service("shop", workers=9, work=constant(1))
    shop.publishes(events, keys=100)
    world.users(shop, rate=200)
    world.run(3_000)
    assert [reader.shards for reader in readers] == [[0, 1], [2, 3]] * 2
    a, b = (events.ledger.of(group) for group in "ab")
    assert list(a.numbers) == list(b.numbers) and abs(a.counts().done - b.counts().done) <= a.counts().waiting + b.counts().waiting + 4
