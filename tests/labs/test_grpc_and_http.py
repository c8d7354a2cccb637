"""gRPC beside HTTP with JSON: sizes, times, and many calls over few connections."""

import pytest

from sim.labs import grpc_service
from sim.labs.grpc_and_http import WAYS, many_over_grpc, many_over_http, measured_calls, sizes
from sim.samples import stored_samples


def test_message_of_protobuf_is_less_than_half_of_the_json():
    assert sizes() == {"gRPC": 186, "HTTP and JSON": 435}


def test_calls_are_measured_both_ways():
    samples = measured_calls(n=10, warm_up=2)
    assert {way: len(samples.times[way]) for way in WAYS} == dict.fromkeys(WAYS, 10)
    assert samples.source == "measured on this machine, just now"
    assert all(0 < samples.percentile(way, 50) < 1_000 for way in WAYS)


def test_where_nothing_can_start_there_are_stored_times_and_the_source_says_so(monkeypatch):
    def refused():
        raise RuntimeError("no port here")

    monkeypatch.setattr(grpc_service, "grpc_orders", refused)
    samples = measured_calls(n=10)
    assert "no port here" in samples.source and "two-core virtual machine, Python 3.11" in samples.source
    assert samples.times == stored_samples("grpc_calls").times and set(samples.times) == set(WAYS)


def test_many_calls_share_one_connection_of_grpc_and_queue_for_one_of_http():
    together, connections = many_over_grpc(calls=8, work=40)
    assert connections == 1 and together >= 40
    one, four = many_over_http(1, calls=8, work=40), many_over_http(4, calls=8, work=40)
    assert one >= 8 * 40 and four >= 2 * 40
    assert together < one


@pytest.mark.parametrize(
    "ask", [lambda: measured_calls(0), lambda: many_over_grpc(calls=0), lambda: many_over_http(0), lambda: many_over_http(1, work=0)]
)
def test_wrong_counts_and_times_are_refused_in_words(ask):
    with pytest.raises(ValueError, match="must be"):
        ask()
