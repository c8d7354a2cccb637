"""How long a page takes that needs one resource and then `parts` more, each a round trip away. Times in ms.

Work is exponential with mean `work`, and nobody queues for the server. `connections` is how many requests a client has
out at once.
"""

from sim.arguments import number, whole
from sim.theory.fanout import harmonic


def chatty_page(parts, round_trip, work):
    """Return the mean time of one request after the other: (1 + n) (R + S)."""
    return (1 + whole("parts", parts, at_least=1)) * _request(round_trip, work)


def parallel_page(parts, round_trip, work, connections):
    """Return bounds (low, high) of the mean time of the first request and then all parts over so many connections.

    A last round trip after the first where there is a connection for each part: R + S, then R + S H_n; both bounds are that.
    With fewer, the parts take at least n (R + S) / c, the connections' share of the work, and at most that plus
    (1 - 1/c) (R + S H_n), by Graham, Bounds for Certain Multiprocessing Anomalies, Bell System Technical Journal 45, 1966.
    """
    first = _request(round_trip, work)
    many = whole("connections", connections, at_least=1)
    longest = round_trip + work * harmonic(whole("parts", parts, at_least=1))
    if parts <= many:
        return first + longest, first + longest
    low = max(parts * first / many, longest)
    return first + low, first + parts * first / many + (1 - 1 / many) * longest


def composed_page(parts, round_trip, work, inner=0):
    """Return the mean time of one request whose server fetches the first and then all parts at once: R + 2 r + S (1 + H_n).

    `inner` (r) is the round trip between the servers.
    """
    both = 2 * number("inner", inner, at_least=0)
    return _request(round_trip, work) + both + work * harmonic(whole("parts", parts, at_least=1))


def _request(round_trip, work):
    return number("round_trip", round_trip, at_least=0) + number("work", work, above=0)
