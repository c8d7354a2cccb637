"""Which client can talk to which instance, by their version numbers: MAJOR.MINOR.PATCH of semver.org."""

import re

from sim.arguments import kind, shown

WORKS, DEFAULT, BREAKS = "works", "works with a default", "breaks"
FITS = (WORKS, DEFAULT, BREAKS)

_FORM = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")


def numbers(version):
    """Return (major, minor, patch) of a version such as "1.4.2"; without pre-release and build metadata.

    Raises ValueError or TypeError if it is none.
    """
    match = _FORM.fullmatch(kind("version", version, str, 'a string such as "1.4.2"'))
    if match is None:
        raise ValueError(f"version must be three whole numbers with dots between, got {shown(version)}")
    return tuple(map(int, match.groups()))


def fit(client, served):
    """Return how calls of a client fare at an instance that serves the versions `served`: one of `FITS`.

    It works where the same major is served with the client's minor or a later one. With an earlier minor, what the client
    knows more of is missing: it works with a default in its place. Patches do not matter. Below 1.0.0 nothing is
    promised (semver 2.0.0, item 4), so only the same minor counts there.
    """
    major, minor, _ = numbers(client)
    minors = [other[1] for other in map(numbers, served) if other[0] == major]
    if major == 0:
        return WORKS if minor in minors else BREAKS
    if not minors:
        return BREAKS
    return WORKS if max(minors) >= minor else DEFAULT


def fit_unnamed(client, served):
    """Return how a client fares that names no version and is answered with the newest that the instance serves."""
    return fit(client, [max(served, key=numbers)])
