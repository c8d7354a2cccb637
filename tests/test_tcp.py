"""The way of answers back: a shared link, lost packets, and the order that TCP keeps."""

from statistics import fmean

import pytest

from sim import World, constant, exponential
from sim.tcp import PACKET, AnswerPath
from sim.theory import mm1_wait
from sim.theory.head_of_line import held_alone, held_in_order
from tests.replications import assert_within, replicate


def answered(until=10_000, rate=10, work=None, network=None, **path):
    """Return (path, spans of the calls) of a server behind this path, asked `rate` times a second, evenly."""
    world = World(seed=path.pop("seed", 1))
    server = world.service("server", workers=1_000, work=work or constant(5))
    answers = AnswerPath(world, "answers", **{"size": 1_000, "bandwidth": 8, **path})
    server.steps.append(answers)
    load = world.users(server, rate=rate, arrivals="constant")
    load.call.network = network or constant(0)
    return answers, [span for span in world.run(until).spans() if span.ended == span.ended]


def test_answer_takes_the_link_for_its_size_over_the_bandwidth():
    path, spans = answered()
    assert path.sending == 1  # 8,000 bits at 8,000 a ms
    assert {span.ended - span.started for span in spans} == {6}


def test_answers_pass_the_link_one_after_the_other():
    _, spans = answered(rate=400, work=constant(0), until=1_000, size=5_000)  # one every 2.5 ms, 5 ms each
    assert [round(span.ended - span.started, 6) for span in spans[:4]] == [5, 7.5, 10, 12.5]


def test_answer_that_loses_a_packet_comes_later_by_the_time_until_it_is_sent_again():
    path, spans = answered(loss=1.0, again=70)
    assert {span.ended - span.started for span in spans} == {76}
    assert set(path.held.values()) == {(70, 0.0)}


def test_share_of_unlucky_answers_grows_with_their_packets():
    world = World()
    one, many = (AnswerPath(world, "answers", size=packets * PACKET, bandwidth=10, loss=0.01) for packets in (1, 7))
    assert one.unlucky == pytest.approx(0.01) and many.unlucky == pytest.approx(1 - 0.99**7)
    assert AnswerPath(world, "answers", size=PACKET + 1, bandwidth=10, loss=0.01).unlucky == pytest.approx(1 - 0.99**2)


def test_in_order_nobody_is_handed_over_before_those_sent_earlier():
    path, spans = answered(rate=100, loss=0.05, again=95, in_order=True, work=exponential(20))
    through = sorted((span.released, row) for row, span in enumerate(spans))
    assert [time for time, _ in through] == sorted(time for time, _ in through)
    behind = [later for own, later in path.held.values() if later]
    assert behind and max(behind) <= 95
    bunch = max(sum(other.released == span.released for other in spans) for span in spans[:300])
    assert bunch > 3  # they come through together, when the hole is filled


def test_on_its_own_connection_an_answer_waits_for_its_own_loss_only():
    path, spans = answered(rate=100, loss=0.05, again=95, work=exponential(20))
    assert {later for _, later in path.held.values()} == {0.0}
    assert len(path.held) == sum(own == 95 for own, _ in path.held.values())


def test_order_and_loss_do_not_move_the_luck_of_others():
    lost = [set(answered(loss=loss, in_order=order, rate=100)[0].held) for loss, order in ((0.05, False), (0.1, False))]
    assert lost[0] < lost[1]
    own = [{row for row, (own, _) in answered(loss=0.05, in_order=order, rate=100)[0].held.items() if own} for order in (False, True)]
    assert own[0] == own[1]


def test_settings_change_from_the_next_answer_on_or_not_at_all():
    path, _ = answered()
    before = dict(vars(path))
    with pytest.raises(ValueError, match="again must be at least 0, got -1"):
        path.set(size=5, bandwidth=5, loss=0.5, again=-1, in_order=True)
    assert vars(path) == before
    path.set(size=2_000, bandwidth=8, loss=0.0, again=200, in_order=True)
    assert path.sending == 2 and path.in_order


@pytest.mark.parametrize(
    "wrong", [{"size": 0}, {"bandwidth": 0}, {"loss": 1.1}, {"loss": -0.1}, {"again": -1}, {"again": float("nan")}, {"size": "5"}, {"in_order": 1}]
)
def test_settings_that_make_no_sense_are_refused_in_words(wrong):
    with pytest.raises((ValueError, TypeError), match=f"{next(iter(wrong))} must be"):
        answered(**wrong)


def test_mean_time_held_up_is_that_of_the_formula_alone_and_in_order():
    rate, loss, again = 200, 0.02, 100

    def measure(seed):
        held = {}
        for name, order in (("alone", False), ("in order", True)):
            world = World(seed=seed)
            server = world.service("server", workers=10_000, work=exponential(40))
            path = AnswerPath(world, "answers", size=1, bandwidth=1_000, loss=loss, again=again, in_order=order)
            server.steps.append(path)
            world.users(server, rate=rate)
            trace = world.run(9_000)
            rows = [row for row in range(len(trace)) if 500 < trace.started[row] < 8_500]
            held[name] = fmean(sum(path.held.get(row, (0, 0))) for row in rows)
        return held

    held = replicate(measure)
    assert_within(held["alone"], held_alone(loss, again), precision=0.15)
    assert_within(held["in order"], held_in_order(rate, loss, again), precision=0.1)


def test_answers_of_one_size_wait_for_the_link_as_customers_of_one_server_whose_work_is_constant():
    def measure(seed):
        world = World(seed=seed)
        server = world.service("server", workers=10_000, work=constant(40))
        server.steps.append(AnswerPath(world, "answers", size=5_000, bandwidth=8))  # 5 ms each
        world.users(server, rate=120)
        trace = world.run(22_000)
        rows = [row for row in range(len(trace)) if 1_000 < trace.started[row] < 21_000]
        work = [trace.released[row] - trace.served[row] for row in rows]
        return {"wait": fmean(work) - 45}

    # M/D/1 waits half as long as M/M/1 (Kleinrock, Queueing Systems I, section 5.6)
    assert_within(replicate(measure)["wait"], mm1_wait(120, 5) / 2, precision=0.15)
