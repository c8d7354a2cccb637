"""From a graph of services to a world that runs."""

from itertools import groupby

from sim.arguments import kind, share
from sim.delays import exponential
from sim.limits import MOST_EVENTS, MOST_TRIES
from sim.policies import own_breaker
from sim.topology import check_graph, entry_of

SERVICE_SETTINGS = ("workers", "work", "queue", "order", "fail")
CALL_SETTINGS = ("network", "timeout", "at_most", "retry", "breaker", "fallback", "loss")
SHAPE = ("style", "step")


def wire(make_world, graph, *, seed=1, services=None, calls=None, propagate_deadlines=False, max_events=MOST_EVENTS,
         max_tries=MOST_TRIES, **defaults):  # fmt: skip
    """Return a world wired like `graph`, a `networkx.DiGraph`; `world.entry` is the service that users ask.

    Settings of services (workers, work, queue, order, and `fail`, the share of calls answered with an error throughout)
    and of calls (network, timeout, at_most, retry, breaker, fallback, loss) come, the first that says something, from
    `services={"stock": {"workers": 4}}` and `calls={("shop", "stock"): {"timeout": 100}}`, from the attributes of nodes
    and edges, and from `defaults` given by the same names for all. Without any, a service has 8 workers that take exponential(10) ms.

    An edge with style "async" becomes a one-way notification. Edges of one caller with the same `step` are called
    together, the steps one after the other; before them, one after the other in the graph's order, edges without a step. Each call
    has a breaker of its own, a fresh copy of the one given.

    Raises TypeError or ValueError for a graph with calls in a circle, an entry or a named service or call that is
    missing, or an unknown attribute.
    """
    check_graph(graph)
    services = _checked(services, "services", graph.nodes, SERVICE_SETTINGS)
    calls = _checked(calls, "calls", set(graph.edges), CALL_SETTINGS)
    for name in defaults:
        _known(name, SERVICE_SETTINGS + CALL_SETTINGS, "a setting")
    entry = entry_of(graph)
    world = make_world(seed=seed, propagate_deadlines=propagate_deadlines, max_events=max_events, max_tries=max_tries)
    for name, attributes in graph.nodes.items():
        _all_known(attributes, SERVICE_SETTINGS, f"an attribute of service {name!r}")
        settings = {"workers": 8, "work": exponential(10)}
        settings |= _chosen(defaults, SERVICE_SETTINGS) | attributes | services.get(name, {})
        fail = share("fail", settings.pop("fail", 0))
        service = world.service(name, **settings)
        if fail:
            world.fault(service, 0, fail=fail)
    for caller in graph:
        _wire_calls(world, graph, caller, calls, _chosen(defaults, CALL_SETTINGS))
    world.entry = world.services[entry]
    return world


def _wire_calls(world, graph, caller, calls, defaults):
    wanted = []
    for place, (_, callee, attributes) in enumerate(graph.out_edges(caller, data=True)):
        _all_known(attributes, CALL_SETTINGS + SHAPE, f"an attribute of call {caller!r} -> {callee!r}")
        style = attributes.get("style", "sync")
        if style not in ("sync", "async"):
            raise ValueError(f"style of call {caller!r} -> {callee!r} must be 'sync' or 'async', got {style!r}")
        step = attributes.get("step")
        if step is not None and (isinstance(step, bool) or not isinstance(step, int)):
            raise TypeError(f"step of call {caller!r} -> {callee!r} must be a whole number, got {step!r}")
        policies = defaults | _chosen(attributes, CALL_SETTINGS) | calls.get((caller, callee), {})
        if policies.get("breaker") is not None:
            policies["breaker"] = own_breaker(policies["breaker"])
        order = (0, place) if step is None else (1, step)
        wanted.append((order, style, world.services[callee], policies))
    service = world.services[caller]
    wanted.sort(key=lambda one: one[0])
    for _, group in groupby(wanted, key=lambda one: one[0]):
        group = list(group)
        for _, style, callee, policies in group:
            if style == "async":
                service.notifies(callee, **policies)
        together = [(callee, policies) for _, style, callee, policies in group if style == "sync"]
        if len(together) == 1:
            service.calls(together[0][0], **together[0][1])
        elif together:
            service.calls_group(together)


def _chosen(settings, names):
    return {name: settings[name] for name in names if name in settings}


def _checked(overrides, what, known, names):
    overrides = {} if overrides is None else kind(what, overrides, dict, "a dict")
    for key, settings in overrides.items():
        if key not in known:
            raise ValueError(f"{what} must name what is in the graph, got {key!r}, which is missing")
        _all_known(kind(f"{what}[{key!r}]", settings, dict, "a dict"), names, f"a setting in {what}[{key!r}]")
    return overrides


def _all_known(settings, names, what):
    for name in settings:
        _known(name, names, what)


def _known(name, names, what):
    if name not in names:
        raise ValueError(f"{what} must be one of {', '.join(names)}, got {name!r}")
