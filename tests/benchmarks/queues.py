"""One queue with one worker, here and in other simulators: Poisson arrivals, 80 % load, every customer recorded.

Each function returns the number of customers. Ciw is always there; the others are measured if they are installed.
AsyncFlow has neither exponential work nor a call without a network, so its queue is M/D/1 with a short hop each way,
and has a counterpart of the same kind here.
"""

import sys
from importlib.metadata import PackageNotFoundError, version

import ciw

from sim import World, constant, exponential

UNTIL = 60_000  # ms
RATE = 80  # per second
WORK = 10  # ms
HOP = 0.5  # ms, mean, for AsyncFlow and its counterpart


def our_queue(until=UNTIL, seed=1):
    """An M/M/1 queue here."""
    world = World(seed=seed)
    world.users(world.service("stock", workers=1, work=exponential(WORK)), rate=RATE)
    return len(world.run(until))


def our_backend(until=UNTIL, seed=1):
    """An M/D/1 queue here, behind a network."""
    world = World(seed=seed)
    world.users(world.service("stock", workers=1, work=constant(WORK)), rate=RATE, network=exponential(HOP))
    return len(world.run(until))


def ciw_queue(until=UNTIL, seed=1):
    """The M/M/1 queue in Ciw."""
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=RATE / 1_000)],
        service_distributions=[ciw.dists.Exponential(rate=1 / WORK)],
        number_of_servers=[1],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(until)
    return len(simulation.get_all_records())


def salabim_queue(until=UNTIL, seed=1):
    """The M/M/1 queue in salabim, with a component a customer; its monitors record."""
    import salabim

    salabim.yieldless(False)  # generators: what it runs on where greenlet is missing
    environment = salabim.Environment(random_seed=seed)
    desk = salabim.Resource("desk")
    work = salabim.Exponential(WORK)

    came = []

    class Customer(salabim.Component):
        def process(self):
            came.append(environment.now())
            yield self.request(desk)
            yield self.hold(work.sample())
            self.release()

    salabim.ComponentGenerator(Customer, iat=salabim.Exponential(1_000 / RATE))
    environment.run(till=until)
    return len(came)


def happysim_queue(until=UNTIL, seed=1):
    """The M/M/1 queue in happy-simulator; its sink records."""
    from random import seed as set_seed

    from happysimulator import ExponentialLatency, Instant, Server, Simulation, Sink, Source

    set_seed(seed)
    sink = Sink()
    server = Server("stock", service_time=ExponentialLatency(WORK / 1_000), downstream=sink)
    users = Source.poisson(rate=RATE, target=server)
    Simulation(sources=[users], entities=[server, sink], end_time=Instant.from_seconds(until / 1_000)).run()
    return sink.events_received


def asyncflow_queue(until=UNTIL, seed=1):
    """The M/D/1 queue in AsyncFlow, with the clock of every request recorded; it takes no seed."""
    import simpy
    from asyncflow.runtime.simulation_runner import SimulationRunner
    from asyncflow.schemas.payload import SimulationPayload

    a_minute = 20  # requests of one user
    way = [("users", "client"), ("client", "stock"), ("stock", "client")]
    hop = {"mean": HOP / 1_000, "distribution": "exponential"}
    work = {"kind": "initial_parsing", "step_operation": {"cpu_time": WORK / 1_000}}
    stock = {
        "id": "stock",
        "server_resources": {"cpu_cores": 1, "ram_mb": 1_024},
        "endpoints": [{"endpoint_name": "/", "steps": [work]}],
    }
    plan = {
        "rqs_input": {
            "id": "users",
            "avg_active_users": {"mean": RATE * 60 / a_minute},
            "avg_request_per_minute_per_user": {"mean": a_minute},
            "user_sampling_window": 60,
        },
        "topology_graph": {
            "nodes": {"client": {"id": "client"}, "servers": [stock]},
            "edges": [{"id": f"{a}-{b}", "source": a, "target": b, "latency": hop} for a, b in way],
        },
        "sim_settings": {
            "total_simulation_time": until // 1_000,
            "sample_period_s": 0.1,
            "enabled_sample_metrics": [],
            "enabled_event_metrics": ["rqs_clock"],
        },
    }
    runner = SimulationRunner(env=simpy.Environment(), simulation_input=SimulationPayload.model_validate(plan))
    return int(runner.run().get_latency_stats()["total_requests"])


OTHERS = [  # name, package, the first Python it runs on, its queue, ours of the same kind
    ("Ciw", "ciw", (3, 11), ciw_queue, our_queue),
    ("salabim", "salabim", (3, 11), salabim_queue, our_queue),
    ("happy-simulator", "happysim", (3, 13), happysim_queue, our_queue),
    ("AsyncFlow", "asyncflow-sim", (3, 12), asyncflow_queue, our_backend),
]


def why_not(package, python):
    """Return why a package cannot be measured here, or "" if it can."""
    if sys.version_info < python:
        return f"it needs Python {python[0]}.{python[1]}"
    try:
        version(package)
    except PackageNotFoundError:
        return f"{package} is not installed"
    return ""
