"""Ten changes, and yesterday's clients."""

from sim.labs.ten_changes import READS, REQUESTS, TEN, survives


def test_four_of_the_ten_hurt_nobody():
    assert {change for change in TEN if survives(change)} == {
        "an answer has one more field", "there is one more operation", "a request may have one more field",
        "a field that a request had to have may be left out",
    }  # fmt: skip
    assert len(TEN) == 10


def test_clients_send_and_read_what_the_changes_are_about():
    assert {len(request["lines"]) for request in REQUESTS} == {5, 80} and len(READS["state"]) == 4
