"""Five styles side by side: who waits for whom, how many answer, and how many are late. Claims hold for twenty seeds."""

from functools import cache
from math import exp, sqrt

import pytest

from sim import availability
from sim.scenarios import style_riddles
from sim.scenarios.interaction_styles import ONE_TO_MANY, PRESETS, STYLES, WAREHOUSES, late_answers, run, user_waits
from sim.theory import all_in_time, answers_in_time

SEEDS = range(2, 22)
each_seed = pytest.mark.parametrize("seed", SEEDS)


@cache
def result(preset, seed):
    return run(**PRESETS[preset], seed=seed)


def answered(trace):
    """Return for each user's request, by its row, by which services it was worked on."""
    root, workers = {}, {}
    for row, span in enumerate(trace.spans()):
        root[row] = row if span.parent < 0 else root[span.parent]
        names = workers.setdefault(root[row], [])
        if span.service in WAREHOUSES and span.outcome == "ok":
            names.append(span.service)
    return workers


def settled(trace, until):
    """Return the same for the requests that started before `until`."""
    return {row: names for row, names in answered(trace).items() if trace.started[row] < until}


@pytest.mark.parametrize("style", STYLES[:3])
def test_one_to_one_means_that_exactly_one_service_works_on_each_request(style):
    worked = settled(result("Calm", 1).details["worlds"][style].trace, 3_500)
    assert len(worked) > 110 and all(names == ["north"] for names in worked.values())


@pytest.mark.parametrize("warehouses", [0, 1, 3, 5])
@pytest.mark.parametrize("style", ONE_TO_MANY)
def test_one_to_many_work_is_messages_times_subscribers(style, warehouses):
    world = run(warehouses=warehouses).details["worlds"][style]
    worked = settled(world.trace, 3_500)
    assert all(sorted(names) == sorted(WAREHOUSES[:warehouses]) for names in worked.values())
    messages = sum(span.caller == "shop" and span.service != "shop" for span in world.trace.spans())
    assert messages == warehouses * world.channels["requests"].published


@each_seed
def test_same_users_come_in_all_five_worlds_whatever_the_knobs(seed):
    arrivals = set()
    for one in (result("Calm", seed), result("North is slow", seed)):
        for world in one.details["worlds"].values():
            arrivals.add(tuple(span.started for span in world.trace.spans() if span.caller == "users"))
    assert len(arrivals) == 1


@each_seed
def test_slow_warehouse_blocks_the_workers_of_request_response_alone(seed):
    slow = result("North is slow", seed)
    waits = {style: user_waits(slow, style) for style in STYLES}
    assert waits["request/response"] > 3 * waits["request/async response"]
    assert 100 < waits["request/async response"] < 300
    assert max(slow.watch.busy["shop"]) == 4 and max(slow.others["request/async response"].busy["shop"]) <= 4
    for style in ("one-way notification", "publish/subscribe"):
        assert waits[style] < 3
    assert 43.9 < waits["publish/async responses"] < 45


@each_seed
def test_asynchronous_answer_comes_later_and_holds_fewer_workers(seed):
    calm = result("Calm", seed)
    assert user_waits(calm, "request/async response") > user_waits(calm, "request/response")
    busy = [sum(watch.busy["shop"]) for watch in (calm.watch, calm.others["request/async response"])]
    assert busy[1] < 0.6 * busy[0]


@each_seed
def test_crowd_collapses_request_response_and_more_workers_help(seed):
    four, six = run(rate=200, seed=seed), run(rate=200, workers=6, seed=seed)
    assert user_waits(four, STYLES[0]) > 80 and user_waits(six, STYLES[0]) < 60
    assert user_waits(four, STYLES[1]) < 40


@each_seed
def test_window_of_one_mean_has_all_three_answers_in_a_quarter_of_the_cases(seed):
    short = run(window=20, network=0.0, rate=200, seed=seed)
    collecting = short.details["collecting"]
    questions = sum(collecting.collected.values())
    expected = all_in_time(3, 20, 20)
    assert abs(collecting.collected[3] / questions - expected) <= 4 * sqrt(expected * (1 - expected) / questions)
    assert 0.2 < collecting.collected[3] / questions < 0.31 and 0.32 < late_answers(short) < 0.42


@pytest.mark.parametrize(("window", "network"), [(10, 0.0), (40, 0.0), (40, 1.0), (100, 5.0)])
def test_share_of_late_answers_is_that_of_the_exponential_less_four_hops(window, network):
    late = came = 0
    for seed in range(4):
        collecting = run(window=window, network=network, rate=100, seed=seed).details["collecting"]
        late += collecting.late
        came += collecting.late + sum(n * times for n, times in collecting.collected.items())
    expected = 1 - answers_in_time(window, 20, 4 * network)
    assert expected == pytest.approx(exp(-(window - 4 * network) / 20))
    assert abs(late / came - expected) <= 4 * sqrt(expected * (1 - expected) / came)


def test_user_waits_the_same_for_any_number_of_subscribers():
    waits = {n: [user_waits(run(warehouses=n), style) for style in ONE_TO_MANY] for n in (0, 1, 5)}
    assert waits[0] == waits[1] == waits[5]


def test_nobody_subscribed_is_well_for_a_publisher_and_an_error_for_one_who_asks():
    worlds = result("Nobody subscribes", 1).details["worlds"]
    assert availability(worlds["publish/subscribe"].trace, "shop", caller="users") == 1
    assert availability(worlds["publish/async responses"].trace, "shop", caller="users") == 0
    assert "nobody subscribes" in result("Nobody subscribes", 1).sentence


def test_knobs_turn_all_five_running_worlds():
    live = run.start()
    live.advance(2_000)
    run.turn(live, slow=10, window=80, workers=8, rate=100, work=40, network=2.0)
    for world in live.details["worlds"].values():
        assert world.services["north"].slow == 10 and world.services["shop"].workers == 8
        assert repr(world.services["north"].work) == "exponential(40)"
    assert live.details["collecting"].window == 80
    assert repr(live.details["worlds"][STYLES[0]].call("shop", "north").network) == "constant(2.0)"
    assert repr(live.details["worlds"][STYLES[3]].channels["requests"].network) == "constant(2.0)"
    live.advance(2_000)
    assert user_waits(live, STYLES[0]) > 100


def test_subscribers_stay_while_the_worlds_run_and_a_refused_turn_changes_nothing():
    turned, untouched = run.start(), run.start()
    for wrong in ({"warehouses": 5}, {"window": 0}, {"rate": -1}, {"network": -1}):
        with pytest.raises(ValueError, match="must"):
            run.turn(turned, **{"slow": 10} | wrong)
    assert bytes(turned.advance(1_000).trace) == bytes(untouched.advance(1_000).trace) and turned.params == untouched.params


def test_user_waits_nothing_yet_at_the_beginning():
    begun = run.start()
    assert user_waits(begun, STYLES[0]) is None and late_answers(begun) is None
    assert begun.sentence == "It has only just begun: not every style has answered a user yet."
    with pytest.raises(ValueError, match="style must be one of"):
        user_waits(begun, "telepathy")


def test_every_style_is_among_the_riddles_and_each_shows_one_request_to_its_end():
    assert {style for style, _, _ in style_riddles.TRACES.values()} == set(STYLES)
    for letter in style_riddles.LETTERS:
        spans = list(style_riddles.riddle(letter).spans())
        assert sum(span.caller == "users" for span in spans) == 1 and all(span.outcome != "in flight" for span in spans)
        assert len(style_riddles.rows(letter).splitlines()) == len(spans) + 1
        assert sum(style_riddles.is_right(letter, style) for style in STYLES) == 1


def test_every_situation_has_a_fitting_style_and_only_those_of_the_five():
    assert set(style_riddles.SITUATIONS) == set(style_riddles.FITTING) == set(range(1, 9))
    assert set().union(*style_riddles.FITTING.values()) == set(STYLES)
    assert style_riddles.fits(1, STYLES[0]) and not style_riddles.fits(1, STYLES[2])
    with pytest.raises(ValueError, match="style must be one of"):
        style_riddles.fits(1, "carrier pigeon")
    with pytest.raises(ValueError, match="letter must be one of"):
        style_riddles.riddle("Z")
