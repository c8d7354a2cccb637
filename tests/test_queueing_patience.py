"""The simulation against theory, callers whose patience ends: with their work cancelled, and with nothing cancelled."""

import pytest

from sim import theory
from tests.replications import assert_within, one_queue

TIMEOUT = 40
CANCELLED = {  # by (workers, load): requests, and to what share of each figure they are enough
    (1, 0.5): (60_000, {"wait": 0.1, "lost": 0.3, "late": 0.2}),
    (1, 0.9): (60_000, {"wait": 0.1, "lost": 0.2, "late": 0.15}),
    (1, 1.2): (60_000, {"wait": 0.07, "lost": 0.13, "late": 0.1}),
    (3, 0.7): (80_000, {"wait": 0.15, "lost": 0.8, "late": 0.4}),
    (3, 0.9): (100_000, {"wait": 0.12, "lost": 0.35, "late": 0.25}),
    (3, 1.2): (60_000, {"wait": 0.07, "lost": 0.13, "late": 0.1}),
}
WORKED_ON = {  # one worker
    0.5: (60_000, 0.17),
    0.8: (150_000, 0.16),
    0.9: (250_000, 0.16),
}


@pytest.fixture(scope="module", params=CANCELLED, ids=str)
def cancelled(request):
    (workers, load), (requests, precision) = request.param, CANCELLED[request.param]
    rate, figures = one_queue(load, requests, workers=workers, timeout=TIMEOUT, propagate_deadlines=True)
    return (rate, 10, TIMEOUT, workers), figures, precision


def test_share_never_begun_where_waiting_work_is_cancelled(cancelled):
    model, figures, precision = cancelled
    assert_within(figures["lost"], theory.patience_loss(*model), precision["lost"])


def test_share_that_times_out_where_waiting_work_is_cancelled(cancelled):
    model, figures, precision = cancelled
    assert_within(figures["failed"], theory.patience_late(*model), precision["late"])


def test_mean_wait_of_those_begun_where_waiting_work_is_cancelled(cancelled):
    model, figures, precision = cancelled
    assert_within(figures["wait"], theory.patience_wait(*model), precision["wait"])


@pytest.mark.parametrize("load", WORKED_ON)
def test_share_that_times_out_where_nothing_is_cancelled(load):
    requests, precision = WORKED_ON[load]
    rate, figures = one_queue(load, requests, timeout=TIMEOUT)
    assert_within(figures["failed"], theory.late_share(rate, 10, TIMEOUT), precision)
    assert max(figures["lost"]) == 0


def test_more_users_are_served_when_cancelled_work_is_not_done():
    cancelled, wasted = (one_queue(1.1, 30_000, timeout=TIMEOUT, propagate_deadlines=cancel)[1] for cancel in (True, False))
    assert max(cancelled["failed"]) < min(wasted["failed"])
