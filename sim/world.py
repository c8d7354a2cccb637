"""A world: names and wires the parts, starts the load, injects faults, and runs."""

from math import inf

from sim.arguments import flag, kind, number, shown, title, whole
from sim.broker import BROKER_FAULTS, Broker
from sim.call import Call
from sim.caller import CallingService
from sim.channel import Channel
from sim.clock import Clock
from sim.faults import KINDS, check_fault
from sim.files.opening import opened, with_latencies
from sim.limits import MOST_EVENTS, MOST_TRIES
from sim.load import OpenLoad, Sessions, check_rate, check_sessions
from sim.streams import Streams
from sim.trace import USERS, Trace
from sim.wiring import CALL_SETTINGS, wire

MOST_CALLS = 65_535  # pairs that a trace can number


class World:
    """A set of services, their users and their troubles, in simulated milliseconds.

    `seed` decides every random number (a whole number). `propagate_deadlines=True`: the caller's deadline travels with
    each call, and work that nobody waits for any more is not begun. A run is stopped (`RunTooLong`) that takes more than
    `max_events`, makes more than `max_tries` (the memory's bound: the default takes up to 1.3 GB), or whose time stands still.
    `services`, `channels` and `brokers` map names to what they name; `trace` holds what happened.
    """

    def __init__(self, seed=1, propagate_deadlines=False, max_events=MOST_EVENTS, max_tries=MOST_TRIES):
        self.streams = Streams(seed)
        self.seed = seed
        self.propagate_deadlines = flag("propagate_deadlines", propagate_deadlines)
        self.clock = Clock(max_events)
        self.trace = Trace(whole("max_tries", max_tries, at_least=1))
        self.services = {}
        self.channels = {}
        self.brokers = {}
        self.links = []
        self.entry = None

    @classmethod
    def from_graph(cls, graph, *, kind=None, entry=None, leave_out=(), latencies=None, **settings):
        """Return a world wired like a `networkx.DiGraph` of services, or like the one in a file, given by its path.

        `kind` is for files, see `sim.read_graph`; `entry` names the service that users ask, `leave_out` calls to leave out.
        `latencies` is a CSV file of measured times, see `sim.read_latencies`: they are the work of the services it names. See
        `sim.wiring.wire` for the settings. Raises OSError for a file that cannot be read, ValueError or TypeError for the rest.
        """
        graph = opened(graph, kind, entry, leave_out)
        return wire(cls, graph, **with_latencies(graph, latencies, settings))

    @property
    def now(self):
        """The time in ms."""
        return self.clock.now

    def service(self, name, workers, work, queue=inf, order="fifo"):
        """Add a service: `workers` that take `work` (a delay) for each call, and room for `queue` more to wait.

        `order` is "fifo" or "lifo". Raises ValueError if the name is taken or a value makes no sense.
        """
        service = CallingService(self, self._new(name), workers, work, queue, order)
        self.services[service.name] = service
        return service

    def channel(self, name, kind="point-to-point", network=None, **settings):
        """Add a messaging channel, "point-to-point" or "publish-subscribe"; `network` is the delay of each of its two hops.

        Settings: shards, retention, visibility, deliveries, dead_letters, buffer, full, broker, held; see
        `sim.channel.Channel`. Without any it holds any number of messages and hands each out once. Services use it by
        `publishes`, `consumes` and `asks`. Raises ValueError if the name is taken or a value makes no sense.
        """
        for part in ("dead_letters", "broker"):
            value = settings.get(part)
            if getattr(value, "clock", self.clock) is not self.clock:
                raise ValueError(f"{part} must be one of the same world, got {value.name!r} of another")
        channel = Channel(self.clock, self.trace, self.streams, self._new(name), kind, network, **settings)
        self.channels[channel.name] = channel
        return channel

    def broker(self, name, **settings):
        """Add a message broker for channels; settings: latency, persist, replicas, acks, durable, failover.

        See `sim.broker.Broker`. Raises ValueError if the name is taken or a value makes no sense.
        """
        broker = Broker(self.clock, self.streams, self._new(name), **settings)
        self.brokers[broker.name] = broker
        return broker

    def at(self, time, do):
        """Call `do()` at `time` (ms, not before now), as a script does that lets a consumer join while the world runs."""
        if not callable(do):
            raise TypeError(f"do must be a function without arguments, got {shown(do)}")
        self.clock.at(do, number("time", time, at_least=self.now), happen=lambda do: do())

    def _new(self, name):
        name = title("name", name)
        if name in {USERS, *self.services, *self.channels, *self.brokers}:
            raise ValueError(f"name must be a new one, got {name!r}, which is taken")
        return name

    def users(self, service, rate, arrivals="poisson", timeout=None, retry=None, network=None):
        """Let users ask `service`, `rate` times a second whatever happens (an open loop); returns the load.

        `arrivals` is "poisson" or "constant"; `timeout` (ms) and `retry` are the users' own. `load.rate` may be
        changed later, `load.call` holds the other policies.
        """
        check_rate(rate, arrivals)
        call = self._users_call(service, timeout, retry, network)
        load = OpenLoad(self.clock, self.streams.named(f"{call.name}/arrivals"), call.begin, rate, arrivals)
        load.call = call
        return load

    def sessions(self, service, n, think, timeout=None, retry=None, network=None):
        """Let `n` users ask `service`, each waiting for the end, then thinking for `think` (a delay): a closed loop."""
        check_sessions(n, think)
        call = self._users_call(service, timeout, retry, network)
        load = Sessions(self.clock, self.streams, f"{call.name}/think", call.begin, n, think)
        load.call = call
        return load

    def fault(self, service, start, end=inf, **faults):
        """From `start` to `end` (ms) the service is slow=10, fail=0.3, hang=0.05, down=True, pause=True and/or crash=True.

        A broker can be down=True or crash=True. See `sim.faults.Faults` and `sim.broker.Broker` for what each does. Raises
        ValueError if start lies in the past or not before end, or there is no such fault.
        """
        kinds = KINDS
        if isinstance(service, Broker) and self.brokers.get(service.name) is service:
            kinds = BROKER_FAULTS
        else:
            self._own(service)
        start = number("start", start, at_least=self.now)
        end = number("end", end, above=start, finite=False)
        if not faults:
            raise ValueError(f"a fault must be at least one of {', '.join(kinds)}, got none")
        for name, value in faults.items():
            if name not in kinds:
                raise ValueError(f"a fault must be one of {', '.join(kinds)}, got {name!r}")
            faults[name] = check_fault(name, value)
        self.clock.process(self._fault(service, start, end, faults))

    def _fault(self, service, start, end, faults):
        yield self.clock.moment(start)
        service.begin_fault(faults)
        if end < inf:
            yield self.clock.moment(end)
            service.end_fault(faults)

    def run(self, until):
        """Run until `until` (ms), what happens at that instant not included, and return the trace.

        Raises ValueError if that lies in the past, `RunTooLong` if it takes too many events or tries.
        """
        self.clock.run(until)
        return self.trace

    def advance(self, by):
        """Go on for `by` ms from where the world stopped, and return the trace."""
        return self.run(self.now + number("by", by, at_least=0))

    def call(self, caller, service):
        """Return the first `Call` between two services, by their names. Raises ValueError if there is none."""
        for call in self.links:
            if call.caller == caller and call.service.name == service:
                return call
        known = [f"{call.caller} -> {call.service.name}" for call in self.links]
        raise ValueError(f"call must be one of {known}, got {shown(caller)} -> {shown(service)}")

    def new_call(self, caller, service, policies):
        """Add a call between two parts that are already there; used by services and users."""
        for policy in policies:
            if policy not in CALL_SETTINGS:
                raise TypeError(f"a policy must be one of {', '.join(CALL_SETTINGS)}, got {policy!r}")
        if len(self.links) >= MOST_CALLS:
            raise ValueError(f"calls must be at most {MOST_CALLS:,} in a world, got one more, {caller!r} -> {service.name!r}")
        name = f"{caller}->{service.name}"
        same = sum(call.caller == caller and call.service is service for call in self.links)
        if same:
            name += f"#{same + 1}"  # a name of its own, or both would see the same luck
        call = Call(self.clock, self.trace, self.streams, name, caller, service, propagate=self.propagate_deadlines, **policies)
        self.links.append(call)
        return call

    def _users_call(self, service, timeout, retry, network):
        self._own(service)
        return self.new_call(USERS, service, {"timeout": timeout, "retry": retry, "network": network})

    def _own(self, service):
        kind("service", service, CallingService, "a service of this world")
        if self.services.get(service.name) is not service:
            raise ValueError(f"service must be one of this world, got {service.name!r} of another")

    def __repr__(self):
        return f"<World of {len(self.services)} services at {self.now:,.0f} ms, seed {self.seed}>"
