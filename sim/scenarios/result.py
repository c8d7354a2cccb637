"""What a scenario gives back, and how its `run` is made."""

from functools import wraps
from inspect import signature

from sim.arguments import number
from sim.watch import Watch


class Result:
    """A world of a scenario, from its first millisecond to `until` (ms).

    `params`: the arguments it was built with. `watch`: samples for pictures; `trace`: every try. `sentence`: what
    happened, in words. `advance` takes a run on that was only started.
    """

    def __init__(self, world, until, sentence, every=500, others=(), **details):
        self.world = world
        self.until = until
        self.watch = Watch(world, every)
        self.others = {name: Watch(other, every) for name, other in dict(others).items()}
        self.details = details
        self.params = {}
        self._sentence = sentence

    @property
    def trace(self):
        """The world's trace."""
        return self.world.trace

    @property
    def now(self):
        """How far the run has come, in ms."""
        return self.world.now

    @property
    def finished(self):
        """True if the run has come to its end."""
        return self.now >= self.until

    def advance(self, by):
        """Go on for `by` ms; a live world may go on past `until`."""
        until = self.now + number("by", by, at_least=0)
        for watch in (self.watch, *self.others.values()):
            watch.run(until)
        return self

    @property
    def sentence(self):
        """What has happened so far, in one sentence."""
        return self._sentence(self)

    def __repr__(self):
        return f"<Result: {self.sentence}>"


def scenario(turn):
    """Make a `run` of a function that builds a `Result`: run(**params) runs it to its end.

    `run.start(**params)` gives the same before its first millisecond. `run.turn(result, **params)` calls
    `turn(result, params)` to change parameters of a world that runs. `run.defaults` is a dict of the parameters.
    """

    def decorate(build):
        defaults = {name: p.default for name, p in signature(build).parameters.items()}

        def start(**params):
            result = build(**params)
            result.params = defaults | params
            return result

        @wraps(build)
        def run(**params):
            result = start(**params)
            return result.advance(result.until - result.now)

        def change(result, **params):
            for name in params:
                if name not in defaults:
                    raise TypeError(f"a parameter must be one of {', '.join(defaults)}, got {name!r}")
            changed = result.params | params
            turn(result, changed)
            result.params = changed

        run.start, run.turn, run.defaults = start, change, defaults
        return run

    return decorate
