"""npm's ranges, and beside them the dialect of Python's packages."""

import pytest
from packaging.version import InvalidVersion
from packaging.version import Version as Pep440
from semver import Version

from sim.labs.dialects import admits, bounds


@pytest.mark.parametrize(
    ("wanted", "low", "high"),
    [
        ("^1.2.3", "1.2.3", "2.0.0"), ("^0.2.3", "0.2.3", "0.3.0"), ("^0.0.3", "0.0.3", "0.0.4"), ("^0.0.0", "0.0.0", "0.0.1"),
        ("~1.2.3", "1.2.3", "1.3.0"), ("~0.2.3", "0.2.3", "0.3.0"), ("~0.0.3", "0.0.3", "0.1.0"),
        ("^1.2.3-beta.2", "1.2.3-beta.2", "2.0.0"), ("^0.0.3-beta", "0.0.3-beta", "0.0.4"), ("~1.2.3-beta.2", "1.2.3-beta.2", "1.3.0"),
    ],
)  # fmt: skip
def test_bounds_are_those_of_the_readme_of_node_semver(wanted, low, high):
    assert bounds(wanted) == (low, high)


def test_range_admits_its_first_version_and_not_the_one_above():
    assert admits("^1.2.3", "1.2.3") and admits("^1.2.3", "1.99.0") and not admits("^1.2.3", "1.2.2") and not admits("^1.2.3", "2.0.0")
    assert admits("~1.2.3", "1.2.9") and not admits("~1.2.3", "1.3.0") and not admits("^0.2.3", "0.3.0")


def test_pre_releases_are_admitted_only_of_the_same_three_numbers():
    assert Version.parse("2.0.0-rc.1").match("<2.0.0") and not admits("^1.2.3", "2.0.0-rc.1")
    assert admits("^1.2.3-beta.2", "1.2.3-beta.4") and not admits("^1.2.3-beta.2", "1.2.4-beta.2")
    assert not admits("^1.2.3-beta.2", "1.2.3-beta.1") and admits("^1.2.3-beta.2", "1.2.3")


@pytest.mark.parametrize("wrong", ["1.2.3", "^1.2", "~x", "", ">=1.2.3", "^^1.2.3"])
def test_what_is_no_such_range_is_refused(wrong):
    with pytest.raises(ValueError, match="wanted must be \\^ or ~ and a version"):
        bounds(wrong)


def test_a_range_that_is_no_text_is_refused():
    with pytest.raises(TypeError, match="wanted must be a range"):
        bounds(1.2)


def test_pythons_dialect_is_another_one():
    """What the notebook says of PEP 440: "3.13.0rc1" is a version there and none here; the order of pre-releases is alike."""
    assert Pep440("3.13.0rc1") < Pep440("3.13.0") and not Version.is_valid("3.13.0rc1")
    assert Pep440("24.04") and not Version.is_valid("24.04")
    with pytest.raises(InvalidVersion):
        Pep440("1.0.0-x.7.z.92")
    assert Version.is_valid("1.0.0-x.7.z.92")
