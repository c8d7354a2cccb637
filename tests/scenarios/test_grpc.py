"""A pool of connections against one shared one. Claims hold for twenty seeds besides the notebook's."""

from statistics import fmean, median

import pytest

from sim import World, constant, exponential, mean_latency
from sim.scenarios import grpc
from sim.scenarios.grpc import PRESETS, held_up, rank, run, times
from sim.theory import little, mmc_wait
from sim.theory.head_of_line import held_alone, held_in_order
from tests.replications import assert_within, replicate, rows_between

SEEDS = range(2, 22)
LOCAL = {"round_trip": 0, "size": 0.001, "bandwidth": 1_000}  # a call holds its connection for the work alone

each_seed = pytest.mark.parametrize("seed", SEEDS)


def ratio(result):
    """Return the median latency over the pool as a multiple of that over HTTP/2."""
    found = times(result)
    return median(found["pool"]) / median(found["http2"])


@each_seed
def test_small_pool_makes_the_median_call_wait_and_a_large_one_does_not(seed):
    assert ratio(run(seed=seed)) > 1.2
    assert abs(ratio(run(seed=seed, connections=20)) - 1) < 0.02


@each_seed
def test_lost_packets_make_one_connection_slower_than_twenty(seed):
    result = run(seed=seed, connections=20, loss=1.0)
    assert ratio(result) < 1 / 2.5
    assert held_up(result)["http2"] > 5 * held_up(result)["pool"]


@each_seed
def test_experiments_of_the_notebook_come_out_as_it_says(seed):
    assert ratio(run(seed=seed, connections=10)) < 1.05 and ratio(run(seed=seed, rate=200, connections=16)) < 1.05
    assert ratio(run(seed=seed, rate=200, connections=10)) > 2
    assert ratio(run(seed=seed, connections=20, loss=0.3)) < 0.8 < 0.9 < ratio(run(seed=seed, connections=20, loss=1.0, again=20))
    assert ratio(run(seed=seed, **PRESETS["Far away"])) > 1.05 > ratio(run(seed=seed, round_trip=150, connections=30))


@each_seed
def test_thin_link_is_full_however_it_is_shared_and_streams_run_out_too(seed):
    assert abs(ratio(run(seed=seed, **PRESETS["Thin link"])) - 1) < 0.1
    full = run(seed=seed, **PRESETS["Streams run out"])
    assert len(full.details["worlds"]["http2"].services["client"].waiting) > 20
    assert "wait for room on the HTTP/2 connection" in full.sentence


@each_seed
def test_by_hand_one_connection_is_free_on_average_and_yet_calls_wait(seed):
    world = World(seed=seed)
    server = world.service("server", workers=1_000, work=exponential(40))
    pool = world.service("pool", workers=6, work=constant(0))
    pool.calls(server, network=constant(5))
    world.users(pool, rate=100)
    trace = world.run(60_000)
    alone = mean_latency(trace, "server")
    assert 47 < alone < 53 and 4.7 < little(100, alone) < 5.3
    assert mean_latency(trace, "pool") > 1.3 * alone


def test_wait_for_a_connection_is_that_of_erlangs_formula():
    def measure(seed):
        world = World(seed=seed)
        server = world.service("server", workers=1_000, work=exponential(50))
        pool = world.service("pool", workers=6, work=constant(0))
        pool.calls(server)
        world.users(pool, rate=80)
        trace = world.run(40_000)
        rows = rows_between(trace, 1_500, 39_000)
        return {"wait": fmean(trace.served[row] - trace.arrived[row] for row in rows)}

    assert_within(replicate(measure)["wait"], mmc_wait(80, 50, 6), precision=0.2)


def test_points_of_the_notebook_lie_on_the_formulas_for_other_seeds():
    for rate in (40, 80):
        waits = [fmean(times(run(rate=rate, work=50, seed=seed, **LOCAL))["pool"]) - 50 for seed in range(100, 110)]
        assert abs(fmean(waits) - mmc_wait(rate, 50, 6)) < 0.1 * (50 + mmc_wait(rate, 50, 6))
    for share in (1, 4):
        far = {"round_trip": 0, "size": 1, "bandwidth": 1_000, "connections": 60}
        held = [held_up(run(loss=share, seed=seed, **far)) for seed in range(100, 110)]
        assert fmean(one["http2"] for one in held) == pytest.approx(held_in_order(100, share / 100, 200), rel=0.2)
        assert fmean(one["pool"] for one in held) == pytest.approx(held_alone(share / 100, 200), rel=0.3)


def test_both_ways_see_the_same_calls_and_the_same_work():
    worlds = run(connections=60).details["worlds"].values()
    users = [[span.started for span in world.trace.spans() if span.caller == "users"] for world in worlds]
    assert users[0] == users[1] and len(users[0]) > 500
    first, second = times(run(connections=60)).values()
    assert first == second  # with room for all and no loss there is no difference


def test_more_connections_never_make_the_pool_slower():
    medians = [median(times(run(connections=count))["pool"]) for count in (5, 6, 8, 12, 20)]
    assert medians == sorted(medians, reverse=True)


def test_sentence_speaks_of_one_connection_in_the_singular_and_of_a_backlog():
    assert run(connections=1, rate=20).sentence.startswith("One HTTP/1.1 connection: half of the calls within")
    assert "calls wait for a connection of the pool" in run(connections=2).sentence
    assert rank([1, 2, 3, 4], 50) == 2 and rank([7], 99) == 7


@pytest.mark.parametrize(
    "wrong",
    [{"rate": 0}, {"work": 0}, {"round_trip": -1}, {"connections": 0}, {"connections": 2.5}, {"streams": 0}, {"loss": 101}, {"again": -1},
     {"size": 0}, {"bandwidth": 0}],
)  # fmt: skip
def test_wrong_settings_are_refused_and_a_refused_turn_changes_nothing(wrong):
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} must be"):
        run(**wrong)
    turned, untouched = run.start(), run.start()
    for result in (turned, untouched):
        result.advance(1_000)
    with pytest.raises(ValueError):
        run.turn(turned, **{"rate": 200, "work": 90} | wrong)
    for result in (turned, untouched):
        result.advance(1_000)
    assert bytes(turned.trace) == bytes(untouched.trace) and turned.params == untouched.params


def test_knobs_turned_by_hand_hold_in_both_worlds():
    result = run.start()
    result.advance(1_000)
    run.turn(result, rate=50, work=10, round_trip=40, connections=3, streams=50, loss=2.0, size=20)
    for name, world in result.details["worlds"].items():
        path = result.details["paths"][name]
        assert world.services["client"].workers == {"pool": 3, "http2": 50}[name]
        assert world.services["server"].work == exponential(10) and world.call("client", "server").network.mean == 20
        assert (path.loss, path.size, path.in_order) == (0.02, 20_000, name == "http2")
        assert result.details["loads"][name].rate == 50


def test_the_name_of_the_module_does_not_hide_the_library():
    import grpc as library

    assert library.__name__ == "grpc" and library is not grpc and hasattr(library, "insecure_channel")
