"""Istio's isotope YAML: `services`, each with a `script` of calls and sleeps (istio/tools, isotope/README.md).

What becomes of what isotope says:

- A call is an edge. The steps of a script come one after the other; a list within it is made together, as one `step`.
- The sleeps of a script become the service's work, constant and before its calls: their sum, and of a list that is done together
  the longest. A service that never sleeps says nothing of its work, and has what `World.from_graph` gives it.
- `numReplicas`: eight workers each, as many as a service has unless told otherwise.
- `errorRate` (a share such as 0.01, or "1%") becomes `fail`, the share of calls that are answered with an error. In isotope
  such a service makes its calls all the same; here it makes none when it fails.
- `isEntrypoint`: users ask this service. Settings under `defaults` (or `default`) hold where a service is silent.
- Sizes, `type`, `namespace`, `cluster` and policies change nothing here and are named in the graph's attribute `left_out`.
- A call with a `probability` other than 100 (a fork of isotope has it), sleeps drawn from a distribution (another has them), and
  the same call twice in a script are refused: a world makes each call once.
"""

import re

import networkx as nx

from sim.arguments import flag, number, one_of, shown, text, whole
from sim.delays import constant
from sim.files.text import MOST_CALLS, MOST_SERVICES, left_out, mapping, required, sequence, service_name

WORKERS = 8  # of a replica
MS = {"ns": 1e-6, "us": 1e-3, "µs": 1e-3, "μs": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4, "h": 3.6e6}
LONGEST = 86_400_000  # ms of a sleep: a day
SETTINGS = ("numReplicas", "errorRate", "script")
WHOLE = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h)")


def graph_of_isotope(content):
    """Return the `networkx.DiGraph` that the content of an isotope file says. Raises ValueError or TypeError naming the place."""
    if "kind" in content:
        one_of("kind", content["kind"], ("MockServiceGraph",))
    others = set(left_out("the file", content, ("apiVersion", "kind", "defaults", "default", "services")))
    under = "defaults" if "defaults" in content else "default"
    defaults = mapping(under, content.get(under))
    others.update(left_out(under, defaults, SETTINGS))
    graph, entries, scripts = nx.DiGraph(), [], []
    for count, service in enumerate(sequence("services", content.get("services"), MOST_SERVICES)):
        place = f"services[{count}]"
        given, where = required(place, service, "name")
        name = service_name(where, given)
        if name in graph:
            raise ValueError(f"{where} must be a new one, got {name!r}, which is taken")
        others.update(left_out(place, service, ("name", "isEntrypoint", *SETTINGS)))
        if flag(f"{place}.isEntrypoint", service.get("isEntrypoint", False)):
            entries.append(name)
        graph.add_node(name)
        _settle(graph.nodes[name], _settings(place, service, under, defaults))
        scripts.append((name, *_settings(place, service, under, defaults).get("script", (place, None))))
    for name, place, script in scripts:
        _script(graph, name, place, script, others)
    graph.graph["left_out"] = sorted(others)
    graph.graph["entrypoints"] = entries
    return graph


def _settings(place, service, under, defaults):
    """Return the settings of a service by name, each with the place where it stands."""
    found = {key: (f"{under}.{key}", defaults[key]) for key in SETTINGS if key in defaults}
    return found | {key: (f"{place}.{key}", service[key]) for key in SETTINGS if key in service}


def _settle(attributes, settings):
    if "numReplicas" in settings:
        attributes["workers"] = WORKERS * whole(*settings["numReplicas"], at_least=1, at_most=10_000)
    if "errorRate" in settings and (fail := _share(*settings["errorRate"])):
        attributes["fail"] = fail


def _share(place, value):
    if isinstance(value, str):
        match = re.fullmatch(r"(\d{1,20}(?:\.\d{0,20})?)\s*%", value.strip())
        if not match:
            raise ValueError(f"{place} must be a share such as 0.01 or '1%', got {shown(value)}")
        return number(place, float(match[1]) / 100, at_least=0, at_most=1)
    return number(place, value, at_least=0, at_most=1)


def _script(graph, caller, place, script, others):
    work = 0.0
    for step, commands in enumerate([] if script is None else sequence(place, script, MOST_CALLS)):
        together = isinstance(commands, list)
        where = f"{place}[{step}]"
        sleeps = [0.0]
        for count, command in enumerate(sequence(where, commands, MOST_CALLS) if together else [commands]):
            at = f"{where}[{count}]" if together else where
            verb, argument = _command(at, command)
            if verb == "sleep":
                sleeps.append(_sleep(f"{at}.sleep", argument))
                continue
            callee = _callee(f"{at}.call", argument, others)
            if callee not in graph:
                raise ValueError(f"{at}.call must be one of the services, got {callee!r}, which is missing")
            if graph.has_edge(caller, callee):
                raise ValueError(f"{at}.call must be a new one in this script, got {caller} -> {callee} again")
            if graph.number_of_edges() >= MOST_CALLS:
                raise ValueError(f"{at}.call must be among at most {MOST_CALLS:,} calls, got one more")
            graph.add_edge(caller, callee, step=step)
        work += max(sleeps)
    if work:
        graph.nodes[caller]["work"] = constant(work)


def _command(place, command):
    if len(mapping(place, command)) != 1 or next(iter(command)) not in ("call", "sleep"):
        raise ValueError(f"{place} must be one call or one sleep, got {shown(command)}")
    return next(iter(command.items()))


def _callee(place, argument, others):
    if not isinstance(argument, dict):
        return service_name(place, argument)
    given, where = required(place, argument, "service")
    others.update(left_out(place, argument, ("service", "probability")))
    if number(f"{place}.probability", argument.get("probability", 100)) != 100:
        raise ValueError(f"{place}.probability must be 100, got {argument['probability']!r}: a world makes every call")
    return service_name(where, given)


def _sleep(place, argument):
    """Return the ms of a sleep: a text such as 100ms or 1.5s as Go writes it, or {type: static, data: {time: 100ms}}."""
    if isinstance(argument, dict):
        kind, where = required(place, argument, "type")
        one_of(where, kind, ("static",))
        data, where = required(place, argument, "data")
        argument, place = required(where, data, "time")
    said = text(place, argument).strip()
    if len(said) > 100 or not re.fullmatch(f"(?:{WHOLE.pattern})+", said):
        raise ValueError(f"{place} must be a duration such as 100ms or 1.5s, got {shown(argument)}")
    parts = (re.fullmatch(r"([\d.]+)(\D+)", part[0]) for part in WHOLE.finditer(said))
    return number(place, sum(float(part[1]) * MS[part[2]] for part in parts), at_least=0, at_most=LONGEST)
