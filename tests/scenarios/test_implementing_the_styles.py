"""Orders among consumers: what holds of order, duplicates, dead letters and useful consumers, for twenty seeds; and members' mechanisms."""

from functools import cache
from zlib import crc32

import pytest

from sim.scenarios.handlers import orders_routed, purchases_handled, replies_heard
from sim.scenarios.implementing_the_styles import (
    MOST,
    STEPS,
    counts,
    in_wrong_order,
    recognised,
    run,
    steps_done,
    wrong_orders,
)
from sim.theory import deliveries_per_message

SEEDS = range(2, 22)
each_seed = pytest.mark.parametrize("seed", SEEDS)


@cache
def ran(seed, **params):
    return run(seed=seed, **params)


@each_seed
def test_four_consumers_on_one_queue_do_most_orders_in_a_wrong_order(seed):
    wrong, complete = wrong_orders(ran(seed))
    assert complete > 100 and 0.6 < wrong / complete < 0.9


@pytest.mark.parametrize("seed", [2, 3, 4])
@pytest.mark.parametrize("more", [{}, {"lost_acks": 0.2}, {"poison": 0.02, "deliveries": 3}, {"apart": 100}, {"visibility": 100}])
def test_shards_keep_every_order_whatever_gets_lost_and_comes_again(seed, more):
    wrong, complete = wrong_orders(ran(seed, shards=8, **more))
    assert wrong == 0 and complete > 60


@each_seed
def test_eight_consumers_on_four_shards_get_done_what_four_do_and_on_eight_shards_more(seed):
    begun = [run.start(seed=seed, shards=shards, consumers=n, rate=20) for shards, n in ((4, 4), (4, 8), (8, 8))]
    four, eight, sharded = (one.advance(8_000) for one in begun)  # as many as can be done, from the first second on
    assert counts(four).done == counts(eight).done and counts(sharded).done > 1.25 * counts(four).done
    assert [wrong_orders(one)[0] for one in (four, eight, sharded)] == [0, 0, 0]


@each_seed
def test_a_few_poisonous_messages_stop_everything_unless_deliveries_are_limited(seed):
    no_limit, three = (counts(ran(seed, poison=0.02, deliveries=limit)) for limit in (0, 3))
    assert no_limit.done < 0.65 * no_limit.sent and three.done > 0.9 * three.sent and 4 <= three.dead <= 18
    spread = counts(ran(seed, poison=0.02, shards=8))
    assert spread.done < 0.5 * spread.sent


@each_seed
def test_order_holds_the_better_the_further_apart_messages_are_and_never_quite(seed):
    near, far, farther = (wrong / complete for wrong, complete in (wrong_orders(ran(seed, apart=ms)) for ms in (0, 500, 2_000)))
    assert near > 0.6 > 0.3 > far > farther > 0


@each_seed
def test_lost_acknowledgements_make_duplicates_and_a_table_makes_them_harmless_but_no_order(seed):
    lossy, table = (ran(seed, lost_acks=0.2, table=on) for on in (False, True))
    assert 0.15 < counts(lossy).done_again / counts(lossy).done < 0.35
    assert counts(table).done_again == 0 and recognised(table) > 60
    assert wrong_orders(table)[0] > 0.6 * wrong_orders(table)[1]
    assert all(len(done) == len(set(done)) for done in (steps_done(table, n) for n in range(100)))


@each_seed
def test_shards_wait_for_lost_messages_and_too_short_a_time_makes_duplicates_without_any_loss(seed):
    slow, quick = (counts(ran(seed, lost_acks=0.2, shards=8, visibility=ms)) for ms in (1_000, 400))
    soon = counts(ran(seed, visibility=100))
    assert wrong_orders(ran(seed, lost_acks=0.2, shards=8, visibility=1_000))[0] == 0
    assert slow.waiting > 1.5 * quick.waiting and 0.45 < soon.done_again / soon.done < 0.7


@each_seed
def test_duplicates_are_as_many_as_the_closed_form_says(seed):
    found = [counts(run(lost_acks=p, rate=4, visibility=900, table=True, seed=10 * seed + n)) for p in (0.3,) for n in range(2)]
    mean = 1 + sum(one.duplicates for one in found) / sum(one.delivered for one in found)
    assert mean == pytest.approx(deliveries_per_message(0.3), abs=0.19)  # four standard errors of 450, and those to come


def test_table_lets_no_effect_happen_twice_even_if_two_consumers_work_on_a_message_at_once():
    result = ran(1, visibility=50, table=True)
    assert recognised(result) > 50 and counts(result).done_again == 0
    assert all(len(done) == len(set(done)) for done in (steps_done(result, n) for n in range(100)))


def test_arrivals_and_poison_are_the_same_whatever_the_consumers_do():
    sent = {tuple(ran(1, **params).details["channel"].ledger.sent) for params in ({}, {"shards": 8}, {"lost_acks": 0.2}, {"consumers": 1})}
    assert len(sent) == 1


def test_wrong_order_is_a_step_after_a_later_one_and_a_repeated_step_is_none():
    assert in_wrong_order([1, 0, 2]) and in_wrong_order([0, 1, 2, 1]) and not in_wrong_order([0, 0, 1, 2]) and not in_wrong_order([0, 2])
    assert len(STEPS) == 3 and not in_wrong_order([])


def test_consumers_can_leave_and_join_while_the_world_runs_and_shards_go_with_them_but_shards_stay():
    result = run.start(shards=8, consumers=2)
    result.advance(2_000)
    run.turn(result, consumers=MOST)
    takers = result.details["consumers"]
    assert [taker.shards for taker in takers] == [[n] for n in range(8)]
    result.advance(2_000)
    run.turn(result, consumers=1)
    assert takers[0].shards == list(range(8)) and takers[1].shards == []
    with pytest.raises(ValueError, match="shards must stay 8 while the world runs, or keys would move to other shards, got 4"):
        run.turn(result, shards=4)


@pytest.mark.parametrize("wrong", [{"consumers": 0}, {"consumers": 9}, {"shards": -1}, {"rate": 0}, {"visibility": 1}, {"poison": 2}, {"table": 1}])
def test_wrong_parameters_are_refused_in_words(wrong):
    with pytest.raises((ValueError, TypeError), match=f"{'table' if 'table' in wrong else next(iter(wrong))} must .*got"):
        run.start(**wrong)


class Correlator:
    """A right one."""

    def __init__(self):
        self.open = []

    def ask(self, customer):
        self.open.append(customer)
        return len(self.open) - 1

    def hear(self, number):
        customer, self.open[number] = self.open[number], None
        return customer


class Till:
    """A right one."""

    def __init__(self, bank):
        self.bank, self.seen = bank, set()

    def handle(self, number, customer, amount):
        if number not in self.seen and self.bank.charge(customer, amount):
            self.seen.add(number)
        return number in self.seen


@each_seed
def test_right_mechanisms_pass_in_every_simulation_that_still_has_what_they_are_for(seed):
    heard = replies_heard(Correlator(), seed)
    assert heard.told == heard.asked == 200 and heard.strangers == heard.twice == 0 and heard.out_of_order > 30
    routed = orders_routed(lambda customer, queues: crc32(customer.encode()) % queues, seed=seed)
    assert routed.wrong == 0 and max(routed.shares) == min(routed.shares) == 0.25
    assert orders_routed(lambda customer, queues: hash(customer) % queues, seed=seed).wrong > 40
    charged = purchases_handled(Till, seed=seed)
    assert charged.once == 200 and charged.unsettled == 0 and 270 < charged.handed_out < 450


def test_queue_that_is_none_is_refused():
    for wrong in (4, -1, True, "1", 1.0):
        with pytest.raises(ValueError, match="queue must be a whole number from 0 to 3, got"):
            orders_routed(lambda customer, queues, wrong=wrong: wrong)
