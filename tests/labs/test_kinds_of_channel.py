"""A real broker's two kinds of channel, counted, and what is told when there is no broker."""

from math import sqrt
from threading import enumerate as threads

import psutil
import pytest

from sim.labs import kinds_of_channel
from sim.labs.kinds_of_channel import BILLING, BODY, HEADERS, STORED, count_deliveries
from sim.scenarios.who_got_it import deliveries


def test_broker_delivers_what_the_model_says_and_leaves_nothing_behind():
    before = {thread.ident for thread in threads()}
    counted = count_deliveries(sent=60, late=25)
    model = deliveries(sent=60, late=25)
    assert counted.source.startswith("counted on this machine")
    assert {name: counted.came[name] for name in ("stock", "mail", "late", "late, kept")} == {
        "stock": 60, "mail": 60, "late": 35, "late, kept": 60,
    }  # fmt: skip
    assert all(counted.came[name] == model[name] for name in ("stock", "mail", "late", "late, kept"))
    assert sum(counted.came[name] for name in BILLING) == sum(model[name] for name in BILLING) == 60
    assert counted.header == HEADERS and counted.body == BODY
    assert {thread.ident for thread in threads()} <= before
    assert not [child for child in psutil.Process().children(recursive=True) if "nats" in child.name()]


def test_without_a_broker_there_are_stored_counts_and_they_say_so(monkeypatch):
    def missing(jetstream):
        raise FileNotFoundError("nats-server must be installed for this")

    monkeypatch.setattr(kinds_of_channel, "nats_server", missing)
    counted = count_deliveries(sent=10, late=5)
    assert counted.source.startswith("stored (nats-server must be installed for this)") and "two-core" in counted.source
    assert (counted.sent, counted.late, counted.came) == (120, 40, STORED)


def test_stored_counts_are_what_the_model_says():
    model = deliveries(120, 40)
    assert all(STORED[name] == model[name] for name in ("stock", "mail", "late", "late, kept"))
    assert sum(STORED[name] for name in BILLING) == 120
    assert all(abs(STORED[name] - 40) < 4 * sqrt(120 * 2 / 9) for name in BILLING)


def test_wrong_numbers_are_refused_before_anything_starts():
    with pytest.raises(ValueError, match="late must be at least 1 and at most 10"):
        count_deliveries(sent=10, late=11)
    with pytest.raises(ValueError, match="sent must be at least 1 and"):
        count_deliveries(sent=0)
