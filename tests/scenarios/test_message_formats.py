"""Orders over a link: the simulation is held to the closed form, for every format, and the notebook's claims to other seeds."""

from math import inf
from statistics import mean, stdev

import pytest

from sim import goodput, mean_latency
from sim.costs import Costs, stored_costs
from sim.scenarios.message_formats import FORMATS, KNOBS, capacity, in_theory, milliseconds, run, stage_times

SEEDS = range(2, 22)


def settings(**changed):
    return run.defaults | changed


def times(runs=8, orders=4_000, **changed):
    return [mean_latency(run(**changed, orders=orders, seed=seed).trace, "shop") for seed in range(1, runs + 1)]


@pytest.mark.parametrize(
    "changed",
    [
        {}, {"format": "Protocol Buffers"}, {"format": "XML", "bandwidth": 15}, {"gzip": True, "bandwidth": 5},
        {"format": "XML", "bandwidth": 10_000, "rate": 4_000}, {"format": "Avro", "bandwidth": 100, "rate": 15_000, "lines": 30},
    ],
    ids=str,
)  # fmt: skip
def test_mean_time_is_that_of_an_m_d_1_at_the_slowest_stage_plus_all_stages(changed):
    found = times(**changed)
    assert abs(mean(found) - in_theory(settings(**changed))) < 4 * stdev(found) / len(found) ** 0.5


def test_bottleneck_behind_quicker_stages_makes_the_same_time_as_in_front():
    slow_reader = Costs({"JSON": {1: (100, 0.1, 1.0, 100, 1.0, 0.1), 2: (100, 0.1, 1.0, 100, 1.0, 0.1)}}, "made up")
    behind, front = (mean_latency(run(costs=slow_reader, lines=1, gzip=g, bandwidth=10, rate=700).trace, "shop") for g in (False, True))
    assert behind == pytest.approx(front, rel=1e-3)  # Friedman 1965: the order of constant stages does not matter


@pytest.mark.parametrize("format", FORMATS)
def test_overloaded_link_lets_as_many_through_as_its_bandwidth_over_the_bits(format):
    params = {"format": format, "bandwidth": 1, "rate": 1_000, "lines": 20}
    size = stored_costs().of(format, 20).size
    assert capacity(settings(**params)) == pytest.approx(1e6 / (8 * size)) and in_theory(settings(**params)) == inf
    result = run(**params)
    assert goodput(result.trace, "shop", end=result.now) == pytest.approx(1e6 / (8 * size), rel=0.02)
    assert "the link is too slow" in result.sentence


def test_wide_link_leaves_the_work_as_the_bottleneck():
    result = run(format="XML", bandwidth=10_000, rate=20_000)
    assert "writing is too slow" in result.sentence
    assert goodput(result.trace, "shop", end=result.now) == pytest.approx(capacity(result.params), rel=0.05)


def test_same_orders_come_whatever_the_format():
    arrivals = {tuple(span.started for span in run(format=format, orders=200).trace.spans() if span.caller == "users") for format in FORMATS}
    assert len(arrivals) == 1


def test_measured_costs_can_take_the_place_of_the_stored_ones():
    double = Costs({name: {n: tuple(2 * x for x in six) for n, six in rows.items()} for name, rows in stored_costs().table.items()}, "twice")
    assert stage_times(settings(costs=double)) == pytest.approx({name: 2 * ms for name, ms in stage_times(settings()).items()})


def test_format_and_rate_can_be_turned_while_orders_come():
    result = run.start(format="XML", bandwidth=1, rate=200)
    result.advance(2_000)
    run.turn(result, format="Avro", gzip=True, rate=100)
    before = len(result.trace)
    result.advance(4_000)
    assert len(result.trace) > before and len(result.world.services["link"].waiting) < 5


def test_refused_turn_changes_nothing():
    result = run.start()
    with pytest.raises(ValueError, match="rate must be positive, got 0"):
        run.turn(result, format="Avro", rate=0)
    assert result.world.services["link"].work.mean == stage_times(settings())["link"] and result.params["format"] == "JSON"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"format": "YAML"}, "format must be one of 'JSON'.*got 'YAML'"), ({"lines": 0}, "lines must be at least 1"),
        ({"lines": 101}, "lines must be at least 1 and at most 100"), ({"bandwidth": 0}, "bandwidth must be positive, got 0"),
        ({"rate": 0}, "rate must be positive"), ({"orders": 0}, "orders must be at least 1"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_by_name(wrong, said):
    with pytest.raises(ValueError, match=said):
        run(**wrong)


def test_times_are_told_in_the_unit_that_fits():
    assert [milliseconds(ms) for ms in (0.0123, 0.42, 7.94, 12.4, 1_600)] == ["12 µs", "0.42 ms", "7.9 ms", "12 ms", "1.6 s"]


def test_knobs_reach_from_a_thin_link_to_a_wide_one():
    assert (KNOBS["bandwidth"].low, KNOBS["bandwidth"].high) == (0.1, 10_000) and KNOBS["format"].pairs[0] == ("JSON", "JSON")


@pytest.mark.parametrize("seed", SEEDS)
def test_notebook_size_wins_on_a_thin_link_and_work_on_a_wide_one(seed):
    def time_of(**changed):
        return mean_latency(run(rate=100, seed=seed, orders=800, **changed).trace, "shop")

    slow, fast = ({name: time_of(format=name, bandwidth=bandwidth) for name in FORMATS} for bandwidth in (2, 10_000))
    assert min(slow, key=slow.get) == "Avro" and fast["Avro"] > fast["JSON"] > fast["Protocol Buffers"]
    assert time_of(bandwidth=2, gzip=True) < 0.5 * slow["JSON"] and time_of(bandwidth=10_000, gzip=True) > 1.3 * fast["JSON"]


def test_notebook_points_lie_on_the_line_for_other_seeds():
    for first in range(10, 30, 4):
        for bandwidth in (8, 100):
            found = [mean_latency(run(bandwidth=bandwidth, seed=seed, orders=2_500).trace, "shop") for seed in range(first, first + 4)]
            assert abs(mean(found) / in_theory(settings(bandwidth=bandwidth)) - 1) < 0.1
