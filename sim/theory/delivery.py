"""Did it happen? How often the work of a request is done when it is tried until an answer is heard.

The terms are those of Birrell and Nelson, Implementing Remote Procedure Calls, ACM Transactions on Computer Systems
2(1), 1984: one try is at most once, trying until an answer comes at least once.
"""

from sim.arguments import number, share, whole


def times_done(done, heard, tries):
    """Return the shares of requests whose work is done 0, 1, … `tries` times; a list of tries + 1 numbers.

    Each try does the work with the share `done` and is heard to have done so with the share `heard`, independently of the
    others; the first one heard is the last, and at most `tries` are made. Ours, by total probability over the tries.
    Raises ValueError if more are heard than done.
    """
    share("done", done)
    number("heard", heard, at_least=0, at_most=done)
    whole("tries", tries, at_least=1)
    ended = [0.0] * (tries + 1)  # by how often it was done, of those that have been heard
    going = [1.0] + [0.0] * tries  # of those that will be tried again
    for _ in range(tries):
        before, going = going, [part * (1 - done) for part in going]
        for times, part in enumerate(before[:-1]):
            ended[times + 1] += part * heard
            going[times + 1] += part * (done - heard)
    return [a + b for a, b in zip(ended, going)]


def mean_times_done(done, heard, tries):
    """Return how often the work of a request is done on average: done (1 - (1 - heard)^n) / heard, a geometric sum."""
    share("done", done)
    number("heard", heard, at_least=0, at_most=done)
    whole("tries", tries, at_least=1)
    return done * (1 - (1 - heard) ** tries) / heard if heard else done * tries
