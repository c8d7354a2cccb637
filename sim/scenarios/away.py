"""Services and brokers that crash: one, and while it is away another."""


class Crashes:
    """Who crashes, in each of some `worlds`, by script or by the hand that turns the knobs of a running world.

    The first of `names` is away from `start` on for `lasts` ms; the second crashes in the middle of that and is away
    `shortly` (ms). `windows` maps names to (start, end) in ms. A world that has no part of a name is spared.
    """

    def __init__(self, worlds, names, start, lasts, shortly):
        self.worlds, self.by_script, self._faults = worlds, bool(names), []
        self.windows = {}
        for at, name in enumerate(names):
            begin = start + at * lasts / 2
            self.windows[name] = begin, begin + (shortly if at else lasts)
            for part in self._parts(name):
                part.clock.process(self._script(part, *self.windows[name]))

    def _parts(self, name):
        return [part for world in self.worlds.values() if (part := {**world.services, **world.brokers}.get(name))]

    def _script(self, part, start, end):
        yield part.clock.moment(start)
        if self.by_script:
            self._begin(part)
            yield part.clock.moment(end)
            self._end(part)

    def _begin(self, part):
        fault = {"crash": True}
        self._faults.append((part, fault))
        part.begin_fault(fault)

    def _end(self, which=None):
        for entry in [entry for entry in self._faults if which in (None, entry[0])]:
            self._faults.remove(entry)
            entry[0].end_fault(entry[1])

    def by_hand(self, names):
        """Let these be away from now on, and forget the script."""
        self.by_script, self.windows = False, {}
        for part in {part for part, _ in self._faults if part.name not in names}:
            self._end(part)
        for name in names:
            for part in self._parts(name):
                self._begin(part)
