"""Ranges of versions as npm writes them, with the precedence of the `semver` library: what ^1.2.3 and ~1.2.3 admit."""

from semver import Version

from sim.arguments import kind, shown


def bounds(wanted):
    """Return (from, below) of "^1.2.3" or "~1.2.3", both versions: ("1.2.3", "2.0.0"), ("1.2.3", "1.3.0").

    A caret keeps the first number that is not 0, a tilde major and minor (github.com/npm/node-semver, README, "Advanced
    Range Syntax"). Raises ValueError or TypeError for anything else: a whole version must follow the sign.
    """
    kind("wanted", wanted, str, 'a range such as "^1.2.3"')
    if wanted[:1] not in ("^", "~") or not Version.is_valid(wanted[1:]):
        raise ValueError(f"wanted must be ^ or ~ and a version, such as '^1.2.3', got {shown(wanted)}")
    low = Version.parse(wanted[1:])
    if wanted[0] == "^" and low.major:
        return str(low), str(low.bump_major())
    if wanted[0] == "~" or low.minor:
        return str(low), str(low.bump_minor())
    return str(low), str(low.bump_patch())


def admits(wanted, version):
    """Return whether npm would take a version for a range.

    Pre-releases are taken only if the range names one of the same three numbers: 2.0.0-rc.1 precedes 2.0.0, but who asks for
    ^1.2.3 does not want it.
    """
    low, high = map(Version.parse, bounds(wanted))
    version = Version.parse(version)
    if version.prerelease and not (low.prerelease and version.finalize_version() == low.finalize_version()):
        return False
    return low <= version < high
