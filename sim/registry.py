"""Service discovery in a world: heartbeats or polls, leases, sweeps, a response cache, and clients that fetch.

What is decided when stands in `sim.leases`; here it gets its times. Everything that is repeated begins at a random
moment of its period, since nobody's timers agree.
"""

from sim.arguments import kind, number, one_of, share
from sim.group import GONE, UP, Group
from sim.leases import CLOSE, Copy, Health, Leases

REGISTRATIONS = ("self", "registrar")


class Registry:
    """Knows the instances of `group`, more or less; times in ms.

    `registration`: "self", the instances register and send a heartbeat every `heartbeat` ms, or "registrar", a third
    party asks each how it is, every `heartbeat` ms, and tells the registry. `lease`: how long nothing may be heard of an
    instance. `sweep`: how often leases that are over are looked for (0: at once; a registrar needs none).
    `cache`: how often the list that is given out is renewed (0: at once). `fetch`: how often a client asks for it (0: it
    is told of each change). `loss`: the share of heartbeats, or polls, that get lost.

    `leases` is the registry's own list, `given` the one that it gives out; `requests` counts what it is asked or told, `polls` what
    a registrar asks. Any of these settings but `registration` may be changed while the world runs.
    Raises ValueError or TypeError for settings that make no sense.
    """

    def __init__(self, group, heartbeat, lease, sweep=0, cache=0, fetch=0, registration="self", loss=0.0):
        self.group = kind("group", group, Group, "a Group")
        self.clock, self._streams = group.world.clock, group.world.streams
        self.registration = one_of("registration", registration, REGISTRATIONS)
        self.leases, self._health = Leases(lease), Health(lease)
        self.clients = {}
        self._set(heartbeat=heartbeat, lease=lease, sweep=sweep, cache=cache, fetch=fetch, loss=loss)
        self.requests = {"heartbeats": 0, "changes": 0, "fetches": 0, "told": 0}
        self.polls = 0
        self.farewells = {}  # who has said goodbye, and when
        self._draw_loss = self._streams.named(f"{group.name}/registry/loss").random
        for name, state in group.state.items():
            if state == UP:
                self._sign_of(name, self._phase(name, self.heartbeat))
        self.given = Copy(self.leases.names)
        self._repeat(self._sweep, "sweep")
        self._repeat(self._renew_cache, "cache")

    def turn(self, heartbeat, lease, sweep, cache, fetch, loss):
        """Set the times anew; what is repeated takes up its new period at its next turn, and what is to be "at once" is done now."""
        self._set(heartbeat, lease, sweep, cache, fetch, loss)
        for name, last in self.leases.renewed.items():
            self._watch_lease(name, last)
        self._changed()
        if self.fetch == 0:
            for copy in self.clients.values():
                copy.take(self.given.names, self.clock.now)

    def _set(self, heartbeat, lease, sweep, cache, fetch, loss):
        times = {"heartbeat": number("heartbeat", heartbeat, above=0), "lease": number("lease", lease, above=0)}
        for name, value in (("sweep", sweep), ("cache", cache), ("fetch", fetch)):
            times[name] = number(name, value, at_least=0)
        times["loss"] = share("loss", loss)
        vars(self).update(times)
        self.leases.lease = self._health.patience = self.lease

    def client(self, name):
        """Return the `Copy` that a new client of this name believes; it knows the list of now, and fetches from now on."""
        copy = self.clients[name] = Copy(self.given.names, self.clock.now)
        self._repeat(lambda: self._fetch(copy), "fetch", f"/{name}")
        return copy

    def register(self, name):
        """A new instance has started; a registrar's first poll will find it."""
        self.group.start(name)
        if self.registration == "self":
            self.requests["changes"] += 1
            self._renew(name)
            self._again(self._beat, name, self.heartbeat)
        else:
            self._again(self._poll, name, self._phase(name, self.heartbeat))

    def deregister(self, name):
        """An instance says goodbye: it leaves the list, and will not be heard of again, though it may still answer."""
        self._health.forget(name)
        self.farewells[name] = self.clock.now
        if self.leases.cancel(name, self.clock.now):
            self.requests["changes"] += 1
            self._changed()

    def _sign_of(self, name, to_next):
        """An instance that has long been there: its last sign of life and its next one are a heartbeat apart."""
        now = self.clock.now
        last = now + to_next - self.heartbeat
        self.leases.renew(name, now)
        self.leases.renewed[name] = last
        self._health.report(name, True, last)
        self._watch_lease(name, last)
        self._again(self._beat if self.registration == "self" else self._poll, name, to_next)

    def _beat(self, name):
        """A heartbeat, as long as the process lives, whether or not it does its work."""
        if self.group.state[name] == GONE or name in self.farewells:
            return
        if self._draw_loss() >= self.loss:
            self.requests["heartbeats"] += 1
            self._renew(name)
        self._again(self._beat, name, self.heartbeat)

    def _poll(self, name):
        """The registrar asks an instance how it is, and tells the registry if that has changed."""
        if name in self.farewells:
            return
        now = self.clock.now
        self.polls += 1
        ok = self.group.state[name] == UP and self._draw_loss() >= self.loss
        changed = self._health.report(name, ok, now)
        if changed is not None:
            self.requests["changes"] += 1
            if changed:
                self.leases.renew(name, now)
            else:
                self.leases.cancel(name, now)
            self._changed()
        if self.group.state[name] != GONE or name in self._health.good:
            self._again(self._poll, name, self.heartbeat)

    def _renew(self, name):
        now = self.clock.now
        if self.leases.renew(name, now):
            self._changed()
        self._watch_lease(name, now)

    def _watch_lease(self, name, last):
        if self.registration == "self" and self.sweep == 0:
            left = last + self.lease + CLOSE - self.clock.now  # a heartbeat at the very end of the lease still counts
            self._again(lambda _: self.sweep == 0 and self._sweep(), name, max(0.0, left))

    def _sweep(self):
        if self.registration == "self" and self.leases.sweep(self.clock.now):
            self._changed()

    def _changed(self):
        if self.cache == 0:
            self._renew_cache()

    def _renew_cache(self):
        if self.given.take(self.leases.names, self.clock.now) and self.fetch == 0:
            for copy in self.clients.values():
                self.requests["told"] += 1
                copy.take(self.given.names, self.clock.now)

    def _fetch(self, copy):
        self.requests["fetches"] += 1
        copy.take(self.given.names, self.clock.now)

    def _repeat(self, do, what, whose=""):
        """Let `do` happen every `self.<what>` ms; while that is 0, it does not, and is looked at again each second."""

        def once(_):
            period = getattr(self, what)
            if period:
                do()
            self._again(once, None, period or 1_000)

        self._again(once, None, self._phase(what + whose, getattr(self, what)) or 1_000)

    def _phase(self, what, period):
        return self._streams.named(f"{self.group.name}/registry/{what}").random() * period

    def _again(self, do, what, after):
        self.clock.at(what, self.clock.now + after, happen=do)
