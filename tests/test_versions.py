"""Which client can talk to which instance."""

from itertools import product

import pytest
from semver import Version

from sim.versions import BREAKS, DEFAULT, FITS, WORKS, fit, fit_unnamed, numbers


def test_same_major_and_no_earlier_minor_works_whatever_the_patch():
    assert fit("1.4.2", ["1.4.0"]) == fit("1.4.0", ["1.9.1"]) == fit("1.9.0", ["1.10.0"]) == WORKS


def test_earlier_minor_works_with_a_default():
    assert fit("1.4.0", ["1.3.7"]) == fit("1.10.0", ["1.9.0"]) == DEFAULT


def test_other_majors_break_in_both_directions():
    assert fit("2.0.0", ["1.9.0"]) == fit("1.9.0", ["2.0.0"]) == BREAKS
    assert fit("1.0.0", []) == BREAKS


def test_later_of_two_minors_of_a_major_is_what_counts():
    assert fit("1.4.0", ["1.3.0", "1.5.0"]) == fit("1.4.0", ["1.5.0", "1.3.0"]) == WORKS


def test_instance_that_serves_both_majors_fits_clients_of_both():
    assert fit("1.4.0", ["1.4.0", "2.0.0"]) == fit("2.0.0", ["1.4.0", "2.0.0"]) == WORKS


def test_below_one_nothing_is_promised_but_the_same_minor():
    assert fit("0.4.0", ["0.4.1"]) == WORKS
    assert fit("0.4.0", ["0.5.0"]) == fit("0.5.0", ["0.4.0"]) == fit("0.4.0", ["1.4.0"]) == BREAKS


def test_client_that_names_no_version_gets_the_newest():
    assert fit_unnamed("1.4.0", ["1.4.0"]) == WORKS
    assert fit_unnamed("1.4.0", ["1.9.0", "1.10.0"]) == fit_unnamed("10.0.0", ["9.0.0", "10.0.0"]) == WORKS
    assert fit_unnamed("1.4.0", ["1.4.0", "2.0.0"]) == BREAKS


def test_works_is_what_the_semver_library_calls_compatible_from_one_on():
    versions = ["1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0", "2.1.5"]
    for client, served in product(versions, versions):
        assert (fit(client, [served]) == WORKS) == Version.parse(client).is_compatible(Version.parse(served))


def test_there_are_three_ways_to_fare():
    assert set(FITS) == {WORKS, DEFAULT, BREAKS} and len(FITS) == 3


def test_numbers_are_three():
    assert numbers("10.0.12") == (10, 0, 12)


@pytest.mark.parametrize("wrong", ["1.2", "v1.2.3", "1.02.3", "1.2.3-rc.1", "1.2.3+7", "", "1.2.3\n", "١.2.3"])
def test_what_is_no_three_numbers_is_refused(wrong):
    with pytest.raises(ValueError, match="version must be three whole numbers with dots between, got"):
        fit("1.0.0", [wrong])


@pytest.mark.parametrize("wrong", [1, None, ("1", "2")])
def test_what_is_no_text_is_refused(wrong):
    with pytest.raises(TypeError, match="version must be a string such as"):
        numbers(wrong)
