"""The algebra of trying again: how many tries a call takes, and what they help."""

from math import ceil, inf, log

from sim.arguments import share, whole


def tries_per_call(failure, tries):
    """Return the mean number of tries when each fails with this share and at most `tries` are made.

    (1 - p^n) / (1 - p), a geometric sum; n when all fail.
    """
    share("failure", failure)
    whole("tries", tries, at_least=1)
    return float(tries) if failure == 1 else (1 - failure**tries) / (1 - failure)


def success_with_tries(failure, tries):
    """Return the share of calls of which at least one of `tries` independent tries succeeds: 1 - p^n."""
    return 1 - share("failure", failure) ** whole("tries", tries, at_least=1)


def worst_amplification(tries, layers):
    """Return how many tries reach the bottom when each of `layers` callers makes `tries` of each: tries^layers.

    Site Reliability Engineering (Google, 2016), ch. 22: three layers of four attempts make 64.
    """
    return whole("tries", tries, at_least=1) ** whole("layers", layers, at_least=0)


def layered_tries(failure, tries, layers):
    """Return the mean number of tries at the bottom for one call at the top of `layers` callers that make `tries` each.

    Each try at the bottom fails with this share, independently, and nothing fails above. A caller whose callee's calls
    fail with p makes (1 - p^n) / (1 - p) of them, and its own fail with p^n. Ours; the product comes to
    (1 - p^N) / (1 - p) with N = tries^layers, as if one caller made all of them.
    """
    share("failure", failure)
    whole("tries", tries, at_least=1)
    product = 1.0
    for _ in range(whole("layers", layers, at_least=0)):
        product *= tries_per_call(failure, tries)
        failure **= tries
    return product


def most_tries_in_budget(failure, tries, budget):
    """Return the mean number of tries per call that a retry budget lets through at most, in the long run.

    The lesser of `tries_per_call` and 1 + budget, `budget` being the share of a retry that a first try earns. Site
    Reliability Engineering (Google, 2016), ch. 21: with 10 %, a storm grows to 1.1 times the load instead of 3 times.
    """
    return min(tries_per_call(failure, tries), 1 + share("budget", budget))


def least_trials(failure, wanted):
    """Return the fewest tries with which a share `wanted` of calls succeed, when each try fails with `failure`."""
    share("failure", failure)
    share("wanted", wanted)
    if failure <= 0 or wanted <= 0:
        return 1
    return max(1, ceil(round(log(1 - wanted) / log(failure), 12))) if failure < 1 and wanted < 1 else inf


def calls_until_row(failure, row):
    """Return the mean number of independent calls until `row` failures in a row: (1 - p^k) / ((1 - p) p^k).

    Feller, An Introduction to Probability Theory and Its Applications I, 3rd ed. 1968, section XIII.7. inf if none fail.
    """
    share("failure", failure)
    whole("row", row, at_least=1)
    if failure in (0, 1):
        return inf if failure == 0 else float(row)
    return (1 - failure**row) / ((1 - failure) * failure**row)
