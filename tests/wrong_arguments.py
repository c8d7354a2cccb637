"""The table of wrong arguments: who is asked, for which parameter, and values that are to be refused."""

from decimal import Decimal
from math import inf, nan

import networkx as nx

import sim
import sim.theory as theory
from sim import Breaker, Retry, World, constant, empirical, exponential, full_jitter, load_graph, lognormal, uniform
from sim.knobs import Choice, Slider, Switch
from sim.scenarios.result import Result
from sim.watch import Watch

from tests.wrong_values import (  # isort: skip
    AMOUNT, ANY, COUNT, DELAY, FINITE, FLAG, GRAPH, LINE, MM1, NAME, NOBODY, NUMBER, PART, POSITIVE, RETRY,
    SEED, SERVICE, SHARE, SLIDER, WINDOW, WORSE, a_call, a_channel, a_load, a_trace, a_watch, asked, but,
    fault_rows, file_rows, load_rows, metric, metric_rows, of_channel, of_service, parts, policy_rows, put, rows,
    service_rows, theorem, wired,
)  # fmt: skip

CHANNEL = ["orders", None, 5, World, World().channel]
BROKER = asked(lambda **settings: World().broker(**settings), name="broker")
KEYS = [value for value in but(COUNT, None) if value is not constant]  # a function is a way to make keys
METRICS = ("attempt_rate", "attempts", "availability", "goodput", "latencies", "mean_latency", "outcomes", "percentile")
JITTERS = ("exponential_backoff", "full_jitter", "equal_jitter", "decorrelated_jitter")
WORLD = asked(World)
SERVE = asked(lambda **settings: World().service(**settings), name="stock", workers=1, work=constant(1))
USERS = of_service("users", rate=10)
SESSIONS = of_service("sessions", n=10, think=constant(1))
FAULT = of_service("fault", start=0, end=10, slow=2)
FROM_GRAPH = asked(lambda graph, **settings: World.from_graph(graph, **settings), graph=GRAPH, timeout=100)
COUNTED, TIMED = asked(Breaker.count_window, size=10, **WINDOW), asked(Breaker.time_window, length=1_000, **WINDOW)

TABLE = [
    *rows("World", WORLD, seed=SEED, max_events=COUNT, max_tries=COUNT),
    *rows("World", WORLD, "True or False", propagate_deadlines=FLAG),
    *rows("World.service", SERVE, "", name=[*NAME, "users"]),
    *service_rows("World.service", SERVE),
    *service_rows("Service", put(lambda: parts()[1])),
    *fault_rows("Service", put(lambda: parts()[1])),
    *rows("World.users", USERS, rate=[1e10, 1e300, *FINITE]),
    *rows("World.users", USERS, "'poisson', 'constant'", arrivals=["bursty", "", 3, None, ["poisson"]]),
    *load_rows("World.users", USERS),
    *rows("OpenLoad", put(a_load), rate=[1e10, 1e300, *FINITE]),
    *rows("World.sessions", SESSIONS, n=[100_001, 10**12, *COUNT]),
    *rows("World.sessions", SESSIONS, "a delay such as", think=DELAY),
    *load_rows("World.sessions", SESSIONS),
    *rows("World.fault", FAULT, "a service of this world", service=SERVICE),
    *rows("World.fault", FAULT, start=AMOUNT, end=[0, -5, -inf, *WORSE, *NUMBER]),
    *fault_rows("World.fault", FAULT),
    *rows("World.run", lambda until: World().run(until), until=AMOUNT),
    *rows("World.advance", lambda by: World().advance(by), by=AMOUNT),
    *rows("World.call", lambda caller: a_call().service._world.call(caller, "stock"), "one of", said="call", caller=NOBODY),
    *rows("World.call", lambda service: a_call().service._world.call("shop", service), "one of", said="call", service=NOBODY),
    *rows("World.from_graph", FROM_GRAPH, "a networkx.DiGraph", graph=[5, {}, None, "online-boutique", nx.Graph(), nx.MultiDiGraph()]),
    *rows("World.from_graph", FROM_GRAPH, seed=SEED, max_events=COUNT, max_tries=COUNT),
    *rows("World.from_graph", FROM_GRAPH, "True or False", propagate_deadlines=FLAG),
    *rows("World.from_graph", FROM_GRAPH, "", services=[5, "stock", [], {"stok": {}}], calls=[5, [], {"stock": {}}, {("stock", "shop"): {}}]),
    *service_rows("World.from_graph", FROM_GRAPH),
    *rows("World.from_graph", FROM_GRAPH, fail=SHARE),
    *file_rows(),
    *policy_rows("World.from_graph", FROM_GRAPH),
    *policy_rows("Call", put(a_call)),
    *policy_rows("Service.calls", wired("calls", timeout=100)),
    *policy_rows("Service.notifies", wired("notifies", timeout=100)),
    *policy_rows("Service.calls_together", wired("calls_together", timeout=100)),
    *rows("World.channel", asked(lambda **settings: World().channel(**settings), name="orders"), "", name=[*NAME, "users"]),
    *rows("World.channel", asked(lambda **settings: World().channel(**settings), name="orders"), "'point-to-point', 'publish-subscribe'",
          kind=["topic", "", 1, None, ["point-to-point"]]),
    *rows("World.channel", asked(lambda **settings: World().channel(**settings), name="orders"), "a delay such as", network=but(DELAY, None)),
    *rows("World.channel", a_channel, shards=[10_001, *but(COUNT, None)], retention=but(AMOUNT, inf), visibility=but(FINITE, None)),
    *rows("World.channel", a_channel, deliveries=but(COUNT, inf), buffer=but(COUNT, inf)),
    *rows("World.channel", a_channel, "a channel of this world", dead_letters=but(CHANNEL, None)),
    *rows("World.channel", a_channel, "a broker of this world", broker=["broker", 5, World, World().broker]),
    *rows("World.channel", a_channel, "'reject', 'drop oldest'", full=["drop", "", 1, None, ["reject"]]),
    *rows("World.channel", a_channel, "'channel', 'sender'", held=["broker", "", 1, None, ["sender"]]),
    *rows("World.broker", BROKER, "", name=[*NAME, "users"]),
    *rows("World.broker", BROKER, "a delay such as", latency=but(DELAY, None), persist=but(DELAY, None)),
    *rows("World.broker", BROKER, replicas=COUNT, failover=AMOUNT, space=POSITIVE),
    *rows("World.broker", BROKER, "'leader', 'all'", acks=["none", "", 1, None, ["all"]]),
    *rows("World.broker", BROKER, "True or False", durable=FLAG),
    *rows("World.at", lambda time: World().at(time, print), time=AMOUNT),
    *rows("World.at", lambda do: World().at(5, do), "a function", do=[5, None, "stop", [print], {}]),
    *rows("Service.publishes", of_channel("publishes"), keys=KEYS),
    *rows("Service.publishes", of_channel("publishes", timeout=50), "True or False", confirm=FLAG),
    *rows("Service.publishes", of_channel("publishes", confirm=True, timeout=50), "a Retry such as", retry=RETRY),
    *rows("Service.publishes", of_channel("publishes", confirm=True), timeout=but(FINITE, None)),
    *rows("Service.consumes", of_channel("consumes"), "'after', 'before'", ack=["never", "", 1, None, ["after"]]),
    *rows("Service.consumes", of_channel("consumes"), lost_acks=SHARE),
    *rows("Service.consumes", of_channel("consumes"), "True or False", idempotent=FLAG),
    *rows("Service.publishes", of_channel("publishes"), "a channel of this world", channel=CHANNEL),
    *rows("Service.consumes", of_channel("consumes"), "a channel of this world", channel=CHANNEL),
    *rows("Service.asks", of_channel("asks"), "a channel of this world", channel=CHANNEL),
    *rows("Service.consumes", of_channel("consumes"), "", group=but(NAME, None), prefetch=but(COUNT, None)),
    *rows("Service.asks", of_channel("asks"), "a channel of this world", replies=CHANNEL),
    *rows("Service.asks", of_channel("asks"), window=but(FINITE, None)),
    *rows("Service.records", of_channel("records"), "a channel of this world", channel=CHANNEL),
    *rows("Service.records", of_channel("records"), "'polling', 'log tailing'", strategy=["outbox", "", 1, None, ["polling"]]),
    *rows("Service.records", of_channel("records"), every=FINITE, batch=COUNT, crash=SHARE, relay_crash=SHARE, restart=AMOUNT),
    *rows("Service.records", of_channel("records"), "a delay such as", **{name: but(DELAY, None) for name in ("write", "read", "send")}),
    *rows("Service.calls", wired("calls"), "a service of this world", service=SERVICE),
    *rows("Service.notifies", wired("notifies"), "a service of this world", service=SERVICE),
    *rows("Service.calls_together", wired("calls_together"), "a service of this world", said="service", services=SERVICE),
    *rows("constant", constant, ms=AMOUNT),
    *rows("exponential", exponential, mean=FINITE),
    *rows("uniform", asked(uniform, low=5, high=10), low=AMOUNT, high=[4.9, *AMOUNT]),
    *rows("lognormal", asked(lognormal, mean=10, cv=1), mean=[2e15, *FINITE], cv=[1e7, 1e200, *FINITE]),
    *rows("empirical", empirical, "", samples=[[], 5, None, [-1], [nan], ["a"], [True], [inf], [Decimal(1)], [[1]]]),
    *rows("empirical", asked(empirical, samples=[1, 2]), "", weights=[[1], [0, 0], [-1, 2], ["a", 1], 5, [nan, 1], [1e308, 1e308]]),
    *rows("fixed", sim.fixed, ms=AMOUNT),
    *(row for name in JITTERS for row in rows(name, asked(getattr(sim, name), base=50, cap=100), base=FINITE, cap=[49, *FINITE])),
    *rows("Retry", Retry, attempts=[1_001, *COUNT], budget=but(SHARE, None)),
    *rows("Retry", Retry, "a backoff such as", backoff=[50, None, "no_wait", full_jitter]),
    *rows("Breaker", Breaker, failures=COUNT, open_for=FINITE, trials=COUNT),
    *rows("Breaker.count_window", COUNTED, size=COUNT, minimum=[11, *COUNT], failure_rate=PART, slow_rate=PART),
    *rows("Breaker.count_window", COUNTED, open_for=FINITE, trials=COUNT, slow_after=POSITIVE),
    *rows("Breaker.time_window", TIMED, length=FINITE, minimum=COUNT, failure_rate=PART, slow_rate=PART),
    *rows("Breaker.time_window", TIMED, open_for=FINITE, trials=COUNT, slow_after=POSITIVE),
    *rows("load_graph", load_graph, "'online-boutique'", name=["amazon", "", 5, None, ["online-boutique"]]),
    *(row for name in METRICS for row in metric_rows(name)),
    *rows("percentile", metric("percentile"), q=[101, *AMOUNT]),
    *rows("Trace.rows", lambda **settings: a_trace().rows(**settings), "one of", service=but(NOBODY, None), caller=NOBODY),
    *rows("Watch", asked(Watch, world=None, every=10), "a World", world=[5, None, World, "world"]),
    *rows("Watch", asked(lambda every: Watch(World(), every)), every=FINITE),
    *rows("Watch.run", lambda until: a_watch().run(until), until=AMOUNT),
    *rows("Watch.rate", lambda over: a_watch().rate([1], over), over=but(FINITE, None)),
    *rows("Watch.share", lambda over: a_watch().share([1], [1], over), over=but(FINITE, None)),
    *rows("Result.advance", lambda by: Result(World(), 100, str).advance(by), by=AMOUNT),
    *rows("Slider", asked(Slider, **SLIDER), value=[11, -1, *ANY], low=ANY, high=[0, -5, *ANY], step=FINITE),
    *rows("Slider", asked(Slider, **SLIDER), "", label=NAME, unit=LINE, help=LINE),
    *rows("Slider", asked(Slider, **SLIDER), "True or False", log=FLAG),
    *rows("Slider.check", lambda value: Slider(**SLIDER).check("value", value), value=[11, -1, *ANY]),
    *rows("Choice", asked(Choice, value=1, options=[1, 2], label="Tries"), "", label=NAME, help=LINE, options=[[], (), "12", 5, None]),
    *rows("Choice", asked(Choice, value=1, options=[1, 2], label="Tries"), "one of [1, 2]", value=[3, "1", None, [1]]),
    *rows("Choice.check", lambda value: Choice(1, [1, 2], "Tries").check("value", value), "one of [1, 2]", value=[3, "1", None, [1]]),
    *rows("Switch", asked(Switch, value=True, label="Breaker"), "", label=NAME, help=LINE),
    *rows("Switch", asked(Switch, value=True, label="Breaker"), "True or False", value=FLAG),
    *rows("Switch.check", lambda value: Switch(True, "Breaker").check("value", value), "True or False", value=FLAG),
    *rows("theory", theorem("utilisation", service_time=10), rate=AMOUNT),
    *rows("theory", theorem("mm1_sojourn", rate=10), service_time=FINITE),
    *rows("theory", theorem("mm1_percentile", **MM1), q=[101, *AMOUNT]),
    *rows("theory", theorem("mmc_wait", **MM1), workers=COUNT),
    *rows("theory", theorem("erlang_c", **MM1), workers=COUNT),
    *rows("theory", theorem("little", rate=3), time=AMOUNT),
    *rows("theory", lambda parts: theory.serial_availability(parts), "", parts=[[1.5], [-0.1], [True], ["all"]]),
    *rows("theory", theorem("tries_per_call", tries=3), failure=SHARE),
    *rows("theory", theorem("success_with_tries", failure=0.5), tries=COUNT),
    *rows("theory", theorem("worst_amplification", layers=3), tries=COUNT),
    *rows("theory", theorem("vulnerable_band", tries=2), capacity=FINITE),
    *rows("theory", theorem("drain_time", capacity=300, pause=10), rate=AMOUNT),
    *rows("theory", theorem("drain_time", capacity=300, rate=10), pause=AMOUNT),
    *rows("theory", theorem("tipping_pause", capacity=300, timeout=100), rate=AMOUNT),
    *rows("theory", theorem("tipping_pause", capacity=300, rate=280), timeout=FINITE),
    *rows("theory", theorem("tipping_pause", capacity=300, rate=280, timeout=100), "be 2", tries=[1, 3, "2", 2.5, nan]),
    *rows("theory", theorem("least_trials", wanted=0.9), failure=SHARE),
    *rows("theory", theorem("least_trials", failure=0.9), wanted=SHARE),
]
