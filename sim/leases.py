"""Who is believed to be alive: leases, health seen from outside, and copies of a list that grow old.

None of these has a clock: each is told `now` (ms) and decides at once. `sim.registry` lets them run in a world.
"""

from sim.arguments import number, text

CLOSE = 1e-6  # ms: two times that differ by less are the same, since sums of floats are not exact


class Leases:
    """The list of a registry: each name stays for `lease` ms after its last sign of life, and goes at the next sweep.

    `log` holds (now, names) after each change. A sign of life from a name that is not there brings it back.
    Raises ValueError if lease <= 0.
    """

    def __init__(self, lease):
        self.lease = number("lease", lease, above=0)
        self.renewed = {}  # name: time of its last sign of life
        self.log = []

    @property
    def names(self):
        """The names on the list, in the order in which they came."""
        return tuple(self.renewed)

    def renew(self, name, now):
        """Take a registration or a heartbeat; True if the name is new on the list."""
        new = text("name", name) not in self.renewed
        self.renewed[name] = now
        if new:
            self.log.append((now, self.names))
        return new

    def cancel(self, name, now):
        """Take the name off the list at its own wish; True if it was there."""
        if self.renewed.pop(name, None) is None:
            return False
        self.log.append((now, self.names))
        return True

    def sweep(self, now):
        """Take off the list whose lease is over at `now`, and return them."""
        gone = [name for name, last in self.renewed.items() if last + self.lease <= now + CLOSE]
        for name in gone:
            del self.renewed[name]
        if gone:
            self.log.append((now, self.names))
        return gone


class Health:
    """What a registrar makes of its polls: a name is well from its first good answer on, and ill once its last good answer is `patience` ms old.

    Polled every 10 s with a patience of 30 s, a name is ill at the third failure in a row. Raises ValueError if
    patience <= 0.
    """

    def __init__(self, patience):
        self.patience = number("patience", patience, above=0)
        self.good = {}  # name: time of its last good answer, of those that are well

    def report(self, name, ok, now):
        """Take the result of a poll: returns True if the name became well by it, False if it became ill, None if neither."""
        if ok:
            new = name not in self.good
            self.good[name] = now
            return True if new else None
        if name in self.good and self.good[name] + self.patience <= now + CLOSE:
            del self.good[name]
            return False
        return None

    def forget(self, name):
        """The name will not be polled any more."""
        self.good.pop(name, None)


class Copy:
    """A list as it was when it was last copied: a registry's response cache, or what a client believes.

    `names` is the list, `taken` (ms) when it was copied, `log` holds (now, names) after each change.
    """

    def __init__(self, names=(), now=0.0):
        self.names, self.taken = tuple(names), now
        self.log = [(now, self.names)]

    def take(self, names, now):
        """Copy the list; True if it has changed."""
        names, self.taken = tuple(names), now
        if names == self.names:
            return False
        self.names = names
        self.log.append((now, names))
        return True


def spells(log, name, end):
    """Return the stretches of time (begin, end) in which `name` was in the list that `log` describes, up to `end` (ms)."""
    found, since = [], None
    for now, names in log:
        if name in names and since is None:
            since = now
        elif name not in names and since is not None:
            found.append((since, now))
            since = None
    if since is not None and since < end:
        found.append((since, end))
    return found
