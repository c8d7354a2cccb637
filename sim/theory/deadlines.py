"""Deadlines that travel with a call: what is left of the time."""

from itertools import accumulate

from sim.arguments import number


def time_left(deadline, spent):
    """Return what is left of `deadline` after each of `spent`, a list in the same unit; never less than 0.

    What the next service is given is what its caller has left: of 30 s, with 7 spent, 23; with 4 more, 19. The principle
    is in the guide Deadlines of gRPC's documentation, under deadline propagation.
    """
    left = number("deadline", deadline, at_least=0)
    used = accumulate(number("spent", ms, at_least=0) for ms in spent)
    return [max(0, left - total) for total in used]
