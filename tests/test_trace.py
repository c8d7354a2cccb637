"""The trace: one row a try, in columns."""

from math import isnan

import pytest

from sim import Retry, World, constant, exponential
from sim.trace import AGAIN, OUTCOMES, Span, Trace


def small_world(seed=1, until=3_000):
    """A shop that asks two others, one of them failing, tried twice."""
    world = World(seed=seed)
    stock = world.service("stock", workers=2, work=exponential(20))
    prices = world.service("prices", workers=1, work=exponential(5))
    shop = world.service("shop", workers=4, work=constant(2))
    shop.calls(stock, network=constant(1), timeout=60, retry=Retry(attempts=2))
    shop.calls(prices)
    world.users(shop, rate=50)
    world.fault(stock, start=500, end=900, fail=0.5)
    world.run(until)
    return world


def test_span_has_the_columns_in_the_order_that_is_promised():
    assert Span._fields[:8] == ("service", "caller", "started", "served", "ended", "outcome", "attempt", "parent")


def test_span_of_a_finished_call_tells_its_whole_story():
    world = World()
    stock = world.service("stock", workers=1, work=constant(20))
    shop = world.service("shop", workers=1, work=constant(2))
    shop.calls(stock, network=constant(0.5))
    world.users(shop, rate=1, arrivals="constant")
    outer, inner = world.run(1_999).spans()
    assert outer == Span("shop", "users", 1_000, 1_000, 1_023, "ok", 1, -1, 1_000, 1_023, 0, True)
    assert inner == Span("stock", "shop", 1_002, 1_002.5, 1_023, "ok", 1, 0, 1_002.5, 1_022.5, 1, True)


def test_call_in_flight_has_a_row_from_its_first_instant():
    world = World()
    stock = world.service("stock", workers=1, work=constant(5_000))
    world.users(stock, rate=1, arrivals="constant")
    first, second = world.run(2_500).spans()
    assert first.outcome == second.outcome == "in flight"
    assert first.served == 1_000 and isnan(first.ended) and isnan(second.served)


def test_spans_come_in_the_order_in_which_they_started():
    spans = list(small_world().trace.spans())
    assert [span.started for span in spans] == sorted(span.started for span in spans)
    assert len(spans) == len(small_world().trace) > 300


def test_span_by_its_number_is_the_one_that_spans_yields():
    trace = small_world().trace
    assert [repr(trace.span(row)) for row in range(len(trace))] == [repr(span) for span in trace.spans()]


@pytest.mark.parametrize("row", [-1, 10_000])
def test_row_that_is_not_there_is_an_index_error(row):
    with pytest.raises(IndexError, match=f"row must be from 0 to [0-9]+, got {row}"):
        small_world().trace.span(row)


def test_parent_is_the_row_of_the_callers_own_call():
    trace = small_world().trace
    children = [span for span in trace.spans() if span.parent >= 0]
    assert children and all(trace.span(span.parent).service == span.caller for span in children)
    assert all(span.parent == -1 for span in trace.spans() if span.caller == "users")


def test_second_try_knows_the_first_and_the_first_is_not_final():
    trace = small_world().trace
    second = next(span for span in trace.spans() if span.attempt == 2)
    first = trace.span(second.first)
    assert first.attempt == 1 and not first.final and first.outcome in ("error", "timeout")


def test_rows_can_be_asked_for_by_service_and_by_caller():
    trace = small_world().trace
    by_hand = [row for row, span in enumerate(trace.spans()) if span.service == "stock"]
    assert trace.rows("stock") == by_hand == trace.rows("stock", "shop") != []
    assert trace.rows() == list(range(len(trace)))
    assert sorted(trace.rows(caller="shop")) == sorted(trace.rows("stock") + trace.rows("prices"))
    assert trace.rows("prices", "users") == []


def test_unknown_name_is_answered_with_the_names_there_are():
    trace = small_world().trace
    with pytest.raises(ValueError, match=r"service must be one of \['prices', 'shop', 'stock'\], got 'stok'"):
        trace.rows("stok")
    with pytest.raises(ValueError, match=r"caller must be one of \['shop', 'users'\], got 'stock'"):
        trace.rows(caller="stock")


def test_traces_are_equal_when_every_byte_is():
    one, same, other = small_world(1).trace, small_world(1).trace, small_world(2).trace
    assert one == same and bytes(one) == bytes(same)
    assert one != other and one != "trace"


def test_trace_that_is_longer_is_not_equal():
    assert small_world(until=2_999).trace != small_world(until=3_000.5).trace


def test_trace_grows_by_blocks_without_losing_anything():
    world = World()
    stock = world.service("stock", workers=1, work=constant(0))
    world.users(stock, rate=1_000, arrivals="constant")
    trace = world.run(10_000)
    assert len(trace) == 9_999
    assert [span.started for span in trace.spans()] == [float(i) for i in range(1, 10_000)]
    assert all(span.outcome == "ok" for span in trace.spans())


def test_rows_added_by_hand_are_empty_until_filled():
    trace = Trace()
    link = trace.new_link("users", "shop")
    assert [trace.add(link, 5.0, -1), trace.add(link, 6.0, 0)] == [0, 1]
    span = trace.span(1)
    assert (span.started, span.parent, span.outcome, span.attempt, span.first) == (6.0, 0, "in flight", 1, 1)


def test_row_takes_the_bytes_that_the_docstring_says():
    import sim.trace

    trace = Trace()
    columns = [column for column in vars(trace).values() if hasattr(column, "itemsize")]
    size = sum(column.itemsize for column in columns)
    assert f"({size} bytes a row)" in sim.trace.__doc__


def test_again_is_beyond_every_outcome():
    assert len(OUTCOMES) <= AGAIN and OUTCOMES[0] == "in flight"


def test_trace_says_how_much_it_holds():
    assert repr(small_world().trace).startswith("<Trace of ")
