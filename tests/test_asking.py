"""Asking over channels: the worker is free meanwhile, answers find their questions, and late ones are dropped."""

from math import isnan

import pytest

from sim import World, constant, exponential, outcomes
from tests.laws import rows

HOP = constant(1)


def asking_world(*works, window=None, workers=1, rate=10, kind=None):
    """Return a world whose shop asks a service for each of `works` (ms), and the Asking."""
    world = World()
    kind = kind or ("point-to-point" if len(works) == 1 else "publish-subscribe")
    requests, replies = world.channel("requests", kind, HOP), world.channel("replies", network=HOP)
    shop = world.service("shop", workers=workers, work=constant(2))
    for number, work in enumerate(works):
        world.service(f"s{number}", workers=50, work=constant(work)).consumes(requests)
    asking = shop.asks(requests, replies, window=window)
    world.users(shop, rate=rate, arrivals="constant")
    return world, shop, asking


def test_worker_is_free_until_the_reply_is_there_and_takes_the_request_up_again():
    world, shop, _ = asking_world(30)
    world.run(110)
    assert shop.busy == 0
    user, question, reply = world.run(150).spans()
    assert (user.started, user.served, user.released, user.ended) == (100, 100, 102, 138)
    assert (question.started, question.arrived, question.ended) == (102, 104, 134)
    assert (reply.caller, reply.service, reply.parent) == ("s0", "shop", 1)
    assert (reply.started, reply.arrived, reply.served, reply.released, reply.ended) == (134, 136, 136, 138, 138)


def test_one_worker_has_any_number_of_questions_open_and_each_reply_finds_its_own():
    world, shop, asking = asking_world(500, rate=80)
    trace = world.run(3_000)
    assert max(span.attempt for span in trace.spans()) == 1 and shop.busy <= 1
    ended = [span for span in trace.spans() if span.caller == "users" and span.outcome == "ok"]
    assert len(ended) > 190 and all(span.ended - span.started == pytest.approx(508, abs=4) for span in ended)
    assert asking.collected == {1: len(ended)} or asking.collected[1] - len(ended) <= 1


def test_replies_that_overtake_each_other_go_to_the_right_users():
    world = World(seed=3)
    requests, replies = world.channel("requests"), world.channel("replies")
    shop = world.service("shop", workers=50, work=constant(1))
    stock = world.service("stock", workers=50, work=exponential(50))
    stock.consumes(requests)
    shop.asks(requests, replies)
    world.users(shop, rate=200)
    spans = list(world.run(5_000).spans())
    overtaken = 0
    for span in spans:
        if span.caller == "stock" and span.outcome == "ok":
            question = spans[span.parent]
            assert spans[question.parent].ended == span.ended  # its own user, at that moment
            overtaken += any(s.started < question.started and s.ended > question.ended for s in spans[max(0, span.parent - 60) : span.parent]
                             if s.service == "stock")  # fmt: skip
    assert overtaken > 100


def test_window_counts_what_has_arrived_when_it_closes_and_drops_and_counts_the_rest():
    world, shop, asking = asking_world(5, 20, 60, window=40)
    world.run(250)
    spans = list(world.trace.spans())[:8]
    user = spans[0]
    assert user.ended - user.started == 2 + 40 + 2
    replies = [span for span in spans if span.service == "shop" and span.caller not in ("users", "shop")]
    assert [(span.caller, span.outcome) for span in replies] == [("s0", "ok"), ("s1", "ok"), ("s2", "timeout")]
    assert all(isnan(span.served) for span in replies)  # no worker has to do with them
    assert asking.collected == {2: 2} and asking.late == 1


def test_answer_at_the_very_instant_at_which_the_window_closes_counts():
    for window, came in ((24, {1: 1}), (23.999, {0: 1})):  # two hops, 20 ms, two hops
        world, _, asking = asking_world(20, window=window, kind="publish-subscribe")
        world.run(190)
        assert asking.collected == came and asking.late == came.get(0, 0)


def test_late_answer_takes_no_worker_when_it_comes():
    world, shop, asking = asking_world(60, window=10, kind="publish-subscribe")
    world.run(165.5)
    assert asking.late == 0
    world.run(166.5)
    assert asking.late == 1 and shop.busy == 0


def test_question_without_any_answer_ends_as_an_error_when_the_window_closes():
    world, _, asking = asking_world(window=10)
    trace = world.run(1_050)
    assert outcomes(trace, "shop", caller="users")["error"] == asking.asked == 10
    assert asking.collected == {0: 10}


def test_answers_that_tell_of_an_error_are_no_answers():
    world, _, asking = asking_world(5, 5, window=20)
    world.services["s0"].fail = 1
    world.run(190)
    assert asking.collected == {1: 1}
    world, _, asking = asking_world(5)
    world.services["s0"].fail = 1
    assert outcomes(world.run(190), "shop", caller="users")["error"] == 1


def test_steps_after_the_question_are_taken_when_the_answer_is_there():
    world, shop, _ = asking_world(30)
    ledger = world.service("ledger", workers=1, work=constant(7))
    shop.calls(ledger)
    trace = world.run(160)
    (asked,) = rows(trace, "ledger")
    assert asked.started == 138 and next(trace.spans()).ended == 145


def test_steps_after_the_question_are_left_out_after_an_error():
    world, shop, _ = asking_world(30)
    ledger = world.service("ledger", workers=1, work=constant(7))
    shop.calls(ledger)
    world.services["s0"].fail = 1
    assert not [span for span in world.run(160).spans() if span.service == "ledger"]


def test_first_answer_of_several_ends_the_question_and_the_others_are_late():
    world, _, asking = asking_world(10, 20, 30)
    trace = world.run(190)
    assert next(trace.spans()).ended == 100 + 2 + 2 + 10 + 2 + 2
    assert asking.collected == {1: 1} and asking.late == 2


def test_user_who_has_left_is_told_nothing_and_the_work_goes_on():
    world = World()
    requests, replies = world.channel("requests"), world.channel("replies")
    shop = world.service("shop", workers=1, work=constant(2))
    stock = world.service("stock", workers=1, work=constant(100))
    stock.consumes(requests)
    asking = shop.asks(requests, replies)
    world.users(shop, rate=5, arrivals="constant", timeout=50)
    user, question, reply = world.run(390).spans()
    assert (user.outcome, user.ended) == ("timeout", 250)
    assert question.outcome == reply.outcome == "ok" and asking.late == 0


def test_window_may_be_changed_but_not_put_on_or_taken_off():
    _, _, asking = asking_world(5, window=10, kind="publish-subscribe")
    asking.window = 30
    with pytest.raises(ValueError, match="window must be a time in ms, as it was at first, got None"):
        asking.window = None
    _, _, asking = asking_world(5)
    with pytest.raises(ValueError, match="window must be None, as it was at first, got 5"):
        asking.window = 5


def test_reply_channel_that_somebody_else_reads_or_that_is_no_channel_of_one_is_refused():
    world = World()
    shop, stock = (world.service(name, workers=1, work=constant(1)) for name in ("shop", "stock"))
    requests, read = world.channel("requests"), world.channel("read")
    stock.consumes(read)
    for replies in (read, requests, world.channel("all", "publish-subscribe")):
        with pytest.raises(ValueError, match="replies must be a point-to-point channel that nobody reads yet"):
            shop.asks(requests, replies)
    assert not shop.steps and not requests.senders


def test_worker_that_asks_turns_at_once_to_the_next_who_waits():
    world, shop, _ = asking_world(500)
    shop.work = constant(150)
    served = [span.served for span in world.run(420).spans() if span.caller == "users"]
    assert served[:3] == [100, 250, 400]


def test_questions_and_replies_may_have_shards():
    world = World(seed=2)
    requests, replies = world.channel("requests", shards=3), world.channel("replies", shards=2)
    shop = world.service("shop", workers=2, work=constant(1))
    world.service("stock", workers=3, work=constant(1)).consumes(requests)
    shop.asks(requests, replies)
    world.users(shop, rate=20)
    trace = world.run(2_000)
    answered = outcomes(trace, "shop", "users")["ok"]
    assert answered > 25 and outcomes(trace, "stock")["ok"] == answered
