"""A crash before each statement of a piece of work, with a real database."""

import tempfile

import pytest

from sim.labs.crash_points import Crash, every_crash
from sim.labs.outbox_store import KITCHEN, SHOP, cook, ids, transaction, write_message, write_order


def books(db, published):
    return ids(db, "orders"), ids(db, "outbox"), list(published)


def test_without_a_transaction_each_statement_stays():
    def work(db, publish):
        write_order(db, "1")
        write_message(db, "1")

    assert every_crash(SHOP, work, books) == [([], [], []), (["1"], [], []), (["1"], ["1"], [])]


def test_transaction_leaves_all_or_nothing():
    def work(db, publish):
        with transaction(db):
            write_order(db, "1")
            write_message(db, "1")

    told = every_crash(SHOP, work, books)
    assert told == [([], [], [])] * 4 + [(["1"], ["1"], [])]  # begin, two inserts, commit


def test_publishing_is_a_statement_too_and_is_not_rolled_back():
    def work(db, publish):
        with transaction(db):
            publish("1")
            write_order(db, "1")

    assert every_crash(SHOP, work, books) == [([], [], [])] * 2 + [([], [], ["1"])] * 2 + [(["1"], [], ["1"])]


def test_process_that_is_gone_does_nothing_in_its_except_and_finally():
    def work(db, publish):
        try:
            write_order(db, "1")
        except BaseException:
            publish("sorry")
            raise
        finally:
            write_message(db, "1")

    assert every_crash(SHOP, work, books)[0] == ([], [], [])


def test_kitchen_of_the_lab_cooks_once_whatever_the_crash():
    def again(db, _):
        return [cook(db, "1"), cook(db, "1"), ids(db, "tickets")]

    told = every_crash(KITCHEN, lambda db, _: cook(db, "1"), again)
    assert told == [[True, False, ["1"]]] * 4 + [[False, False, ["1"]]]


def test_mistake_of_the_work_is_raised_and_nothing_is_left(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def work(db, publish):
        raise NotImplementedError("Exercise 2")

    with pytest.raises(NotImplementedError):
        every_crash(SHOP, work, books)
    assert not list(tmp_path.iterdir())


def test_no_except_of_an_ordinary_kind_holds_a_crash_up():
    assert issubclass(Crash, BaseException) and not issubclass(Crash, Exception)


def test_work_without_an_end_is_refused():
    def work(db, publish):
        while True:
            publish("1")

    with pytest.raises(ValueError, match="work must have at most 100 statements, got more"):
        every_crash(SHOP, work, books)
