"""What has been worked out of a result, until the result goes on."""

from weakref import WeakKeyDictionary


class Remembered:
    """Call it with a result: returns `make(result)`, which is made anew only when the result's time `now` is another one."""

    def __init__(self, make):
        self._make = make
        self._known = WeakKeyDictionary()  # of a result: (its time, what was made)

    def __call__(self, result):
        known = self._known.get(result)
        if known is None or known[0] != result.now:
            known = self._known[result] = result.now, self._make(result)
        return known[1]
