"""Leases, health and copies, told plain numbers: what they believe and from when on."""

import pytest

from sim.leases import Copy, Health, Leases, spells


def test_lease_ends_at_its_time_and_only_a_sweep_notices():
    leases = Leases(90)
    leases.renew("a", 0)
    assert leases.sweep(89.9) == [] and leases.names == ("a",)
    assert leases.sweep(90) == ["a"] and leases.names == ()


def test_heartbeat_moves_the_end_and_is_no_change_of_the_list():
    leases = Leases(90)
    assert leases.renew("a", 0) is True
    assert leases.renew("a", 30) is False
    assert leases.sweep(119) == [] and leases.log == [(0, ("a",))]
    assert leases.sweep(120) == ["a"] and leases.log == [(0, ("a",)), (120, ())]


def test_heartbeat_of_one_that_was_struck_off_brings_it_back():
    leases = Leases(10)
    leases.renew("a", 0)
    leases.sweep(10)
    assert leases.renew("a", 12) is True and leases.names == ("a",)


def test_goodbye_counts_once():
    leases = Leases(10)
    leases.renew("a", 0)
    assert leases.cancel("a", 1) is True and leases.cancel("a", 2) is False
    assert leases.log[-1] == (1, ())


def test_sums_of_floats_do_not_make_a_lease_longer():
    leases = Leases(0.3)
    leases.renew("a", 0.1)
    assert leases.sweep(0.4) == ["a"]  # 0.1 + 0.3 is a little more than 0.4


def test_three_failures_in_a_row_make_ill_and_one_good_answer_makes_well():
    health = Health(30)
    assert [health.report("a", True, 0), health.report("a", False, 10), health.report("a", False, 20)] == [True, None, None]
    assert health.report("a", False, 30) is False
    assert health.report("a", False, 40) is None
    assert health.report("a", True, 50) is True


def test_a_good_answer_between_failures_makes_them_count_anew():
    health = Health(30)
    for now, ok in ((0, True), (10, False), (20, False), (30, True), (40, False), (50, False)):
        assert health.report("a", ok, now) is not False
    assert health.report("a", False, 60) is False


def test_who_is_forgotten_is_not_told_to_be_ill():
    health = Health(30)
    health.report("a", True, 0)
    health.forget("a")
    assert health.report("a", False, 60) is None


def test_copy_is_as_old_as_its_last_fetch():
    copy = Copy(["a"], 0)
    assert copy.take(["a"], 30) is False and copy.take(["a", "b"], 60) is True
    assert copy.taken == 60 and copy.log == [(0, ("a",)), (60, ("a", "b"))]


def test_spells_are_the_stretches_in_which_a_name_was_listed():
    log = [(0, ("a",)), (5, ("a", "b")), (9, ("b",)), (12, ("a", "b"))]
    assert spells(log, "a", 20) == [(0, 9), (12, 20)] and spells(log, "b", 20) == [(5, 20)] and spells(log, "c", 20) == []


@pytest.mark.parametrize("part", [Leases, Health])
@pytest.mark.parametrize("wrong", [0, -1, float("nan"), float("inf"), True, "5"])
def test_time_that_makes_no_sense_is_refused(part, wrong):
    with pytest.raises((ValueError, TypeError), match="(lease|patience) must be"):
        part(wrong)
