"""What can be called from outside, and with which parameters: read off the package, so that nothing new is forgotten."""

import inspect

import sim
from sim.broker import Broker
from sim.call import Call
from sim.caller import CallingService
from sim.channel import Channel
from sim.faults import KINDS
from sim.knobs import Choice, Slider, Switch
from sim.load import OpenLoad
from sim.scenarios.result import Result
from sim.watch import Watch
from sim.wiring import CALL_SETTINGS, SERVICE_SETTINGS, wire

PARTS = {"Service": CallingService, "Call": Call, "OpenLoad": OpenLoad, "Result": Result, "Watch": Watch}
KNOBS = {"Slider": Slider, "Choice": Choice, "Switch": Switch}
MEANT = {  # what `**settings` stands for
    "World.fault": KINDS,
    "World.channel": [*inspect.signature(Channel).parameters][6:],
    "World.broker": [*inspect.signature(Broker).parameters][3:],
    "World.from_graph": [*inspect.signature(wire).parameters][2:-1] + [*SERVICE_SETTINGS, *CALL_SETTINGS],
    "Service.calls": CALL_SETTINGS,
    "Service.calls_together": CALL_SETTINGS,
    "Service.notifies": CALL_SETTINGS,
}
ENGINE = {  # public for other modules, called by the engine with values that it has made itself
    "World": {"new_call"},
    "Service": {"arrive", "go_on", "finish", "begin_fault", "end_fault", "path_to", "calls_group", "when_worked", "forgot"},
    "Call": {"begin", "reply", "clock", "trace"},
    "OpenLoad": {"heard"},
    "Trace": {"add", "new_link", "grow"},
    "Breaker": {"allow", "report"},  # told the time for every try; a check would cost as much as the rest of it
    "Retry": set(),
}
MADE_INSIDE = {"Service", "Call", "OpenLoad", "Result", "Trace", "Span", "RunTooLong"}  # nobody outside builds these


def surface():
    """Return the set of (callable, parameter): "World.users" and "rate", "Service" and "workers" for what can be set."""
    found = set()
    for name in sim.__all__:
        thing = getattr(sim, name)
        found |= _of_class(name, thing) if inspect.isclass(thing) else _of_function(name, thing)
    for name, thing in {**PARTS, **KNOBS}.items():
        found |= _of_class(name, thing)
    return found


def _of_class(name, cls):
    found = set() if name in MADE_INSIDE else _of_function(name, cls)
    for attribute in dir(cls):
        if attribute.startswith("_") or attribute in ENGINE.get(name, ()):
            continue
        member = inspect.getattr_static(cls, attribute)
        if isinstance(member, property):
            found |= {(name, attribute)} if member.fset else set()
        elif callable(member) or isinstance(member, classmethod):
            if not getattr(getattr(cls, attribute), "__module__", "").startswith("sim"):
                continue  # of tuples and exceptions
            found |= _of_function(f"{name}.{attribute}", getattr(cls, attribute))
    return found


def _of_function(name, function):
    found = set()
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            found |= {(name, meant) for meant in MEANT[name]}
        elif parameter.name not in ("self", "cls"):
            found.add((name, parameter.name))
    return found
