"""The shop held against its document: what each drift shows, how soon, and what the notebook claims for other seeds."""

from functools import cache
from math import isnan, sqrt
from statistics import mean, stdev

import pytest

from sim.documents import Edge, payloads
from sim.scenarios import documenting
from sim.scenarios.shop_messages import CHANGES, CHANNELS, DOCUMENT, observed, payload, shop, shop_document
from sim.streams import Streams
from sim.theory.noticing import noticed, seen_in_time

each_seed = pytest.mark.parametrize("seed", range(2, 22))
run = cache(documenting.run)  # several tests look at the same run
RENAMED = "amount is called total"


@each_seed
def test_shop_as_documented_agrees_with_its_document(seed):
    result = run(seed=seed)
    assert result.agrees and result.differences() == ([], []) and "no others" in result.sentence


@each_seed
def test_check_notices_three_of_six_changes_two_more_with_closed_schemas_and_euros_never(seed):
    first = {change: run(change=change, share=1.0, looked=3, seconds=1, seed=seed).first for change in CHANGES}
    assert [change for change in CHANGES if first[change] == 1] == [RENAMED, "amount is text", "a new message"]
    assert sum(map(bool, first.values())) == 3
    for change in ("method is called paid_by", "a currency is added"):
        assert run(change=change, share=1.0, looked=3, closed=True, seconds=1, seed=seed).first == 1
    assert run(change="amount is in euros", share=1.0, closed=True, looked=200, seconds=3, seed=seed).first is None


@pytest.mark.parametrize(
    ("drift", "missing", "extra"),
    [
        ({"tracking": True}, [], [Edge("shipping", "send", "tracking"), Edge("mail", "receive", "tracking")]),
        ({"levels": False}, [Edge("stock", "send", "stock-levels"), Edge("reports", "receive", "stock-levels")], []),
        ({"reader": True}, [], [Edge("reports", "receive", "payments")]),
        ({"turned": True}, [Edge("billing", "send", "orders")], [Edge("billing", "receive", "orders")]),
    ],
)
def test_drift_of_a_connection_is_what_the_two_graphs_differ_by(drift, missing, extra):
    result = run(**drift)
    assert result.differences() == (missing, extra) and not result.agrees
    for edge in missing + extra:
        assert str(edge) in result.sentence


def test_changed_payment_is_among_n_as_often_as_the_closed_form_says():
    runs = [run(change=RENAMED, share=0.02, looked=1, seconds=30, seed=seed) for seed in range(12)]
    for n in (10, 30, 100):
        shares = [one.chance(n) for one in runs]
        error = stdev(shares) / sqrt(len(shares))
        assert 4 * error < 0.2 and abs(mean(shares) - noticed(0.02, n)) <= 4 * error


def test_rare_channel_is_seen_as_often_as_the_closed_form_says():
    hits = [Edge("stock", "receive", "returns") in documenting.run(returns=0.01, seconds=4, looked=1, seed=seed).seen for seed in range(80)]
    wanted = seen_in_time(20 * 0.01, 4)
    assert abs(mean(hits) - wanted) <= 4 * sqrt(wanted * (1 - wanted) / len(hits))


@each_seed
def test_first_payment_that_fails_is_the_first_changed_one(seed):
    result = run(change=RENAMED, share=0.05, looked=200, seed=seed)
    assert result.first == result.changed.index(True) + 1 and result.noticeable
    count, failed = result.looked_at("payments")
    assert count == 200 and failed == [number for number, new in enumerate(result.changed[:200], 1) if new]


def test_knobs_of_the_check_move_nothing_in_the_shop():
    one = run(change=RENAMED, share=0.05)
    for other in (run(change=RENAMED, share=0.5), run(looked=7, closed=True), run(turned=True, change="amount is text")):
        assert other.seen == one.seen
    often = run(change=RENAMED, share=0.5)
    assert all(later or not now for now, later in zip(one.changed, often.changed))  # who was changed stays so


def test_same_seed_same_run_and_another_seed_another():
    one, same, other = (documenting.run(seed=seed) for seed in (1, 1, 2))
    assert (one.seen, one.sent, one.sentence) == (same.seen, same.sent, same.sentence)
    assert one.seen != other.seen


def test_what_was_seen_grows_with_the_time_listened():
    result = run(change=RENAMED, share=0.2)
    assert result.seen_by(0) == {} and len(result.differences(0)[0]) == 11
    halves = result.seen_by(6_000)
    assert all(0 < count < result.seen_by()[edge] for edge, count in halves.items())
    assert result.looked_at("payments", 0) == (0, []) and result.looked_at("payments", 500)[0] < 50


def test_sends_are_counted_once_however_many_receive():
    world = shop(seed=1, rate=20, returns=0.05, tracking=False, levels=True, reader=False)
    world.run(5_000)
    seen = observed(world)
    for name, channel in world.channels.items():
        assert sum(len(times) for edge, times in seen.items() if edge.action == "send" and edge.channel == name) == channel.published
    both = [Edge(taker, "receive", "orders") for taker in ("billing", "stock")]
    assert all(0 <= world.channels["orders"].published - len(seen[edge]) <= 2 for edge in both)


@pytest.mark.parametrize("later", [0.5, 1.5])  # ms: on its way into the channel, and out of it
def test_message_on_its_way_is_sent_and_not_yet_received(later):
    world = shop(seed=1, rate=20, returns=0, tracking=False, levels=True, reader=False)
    world.run(5_000)
    first = observed(world)[Edge("shop", "send", "orders")][0]
    again = shop(seed=1, rate=20, returns=0, tracking=False, levels=True, reader=False)
    again.run(first + later)
    assert list(observed(again)) == [Edge("shop", "send", "orders")]


@pytest.mark.parametrize("channel", [name for name in CHANNELS if name != "tracking"])
def test_thousand_made_up_messages_match_the_document(channel):
    validators, rng = documenting.validators_of(shop_document())[channel], Streams(1).named(channel)
    messages = [payload(rng, channel, at) for at in range(1_000)]
    assert not any(documenting.problem(validators, message) for message in messages)
    assert {message.type for message in messages} == set(payloads(shop_document())[channel])


def test_another_document_can_be_held_against_the_shop():
    document = shop_document()
    del document["operations"]["supportSendsReturns"]
    result = documenting.run(document=document)
    assert result.differences() == ([], [Edge("support", "send", "returns")]) and "document" not in result.params
    nothing = documenting.run(document={"asyncapi": "3.0.0", "info": {}}, change=RENAMED, share=1.0)
    assert len(nothing.differences()[1]) == 11 and nothing.looked_at("payments") == (0, []) and not nothing.noticeable
    assert shop_document()["operations"]["supportSendsReturns"]["action"] == "send"  # the shop's own is untouched


def test_message_that_no_channel_documents_is_a_problem():
    document = shop_document()
    document["channels"]["parcels"]["messages"] = {}
    result = documenting.run(document=document)
    assert result.differences() == ([], []) and not result.agrees
    assert result.problems["parcels"][0] == "ParcelSent is not documented"


def test_sentence_tells_of_payments_in_each_case():
    assert run().sentence.endswith("were looked at, and all match.")
    assert "and all match, though 3 of 224 were changed" in run(change=RENAMED, share=0.01).sentence
    assert run(change=RENAMED).sentence.endswith("4 of 50 payments looked at do not match, the first is number 2; 19 of 224 were changed.")
    assert run(looked=1, seconds=1).sentence.endswith("payments was looked at, and it matches.")
    assert "1 of 2 payments looked at does not match" in run(change=RENAMED, looked=2).sentence
    assert run(tracking=True, reader=True).sentence in repr(run(tracking=True, reader=True))


def test_fewer_payments_than_a_stretch_say_nothing():
    assert isnan(run(seconds=2).chance(10_000)) and DOCUMENT.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"change": "none"}, "change must be one of 'nothing', "),
        ({"share": 1.5}, "share must be at least 0 and at most 1, got 1.5"),
        ({"looked": 0}, "looked must be at least 1"),
        ({"returns": -0.1}, "returns must be at least 0"),
        ({"seconds": 0}, "seconds must be"),
        ({"rate": 0}, "rate must be"),
        ({"document": {}}, "document must be an AsyncAPI document"),
        ({"document": {"asyncapi": "3.0.0", "operations": {"x": {}}}}, "operation 'x' must have an action"),
    ],
)
def test_wrong_setting_is_refused_in_words(wrong, words):
    with pytest.raises(ValueError, match=words):
        documenting.run(**wrong)


@pytest.mark.parametrize("name", ["closed", "tracking", "levels", "reader", "turned"])
def test_switch_that_is_no_flag_is_refused(name):
    with pytest.raises(TypeError, match=f"{name} must be True or False, got 1"):
        documenting.run(**{name: 1})
