"""One service in trouble for a while: by script, or by the hand that turns the knobs of a running world."""

from sim.arguments import number, one_of, share
from sim.knobs import Choice, Slider

TROUBLES = ("slow", "failing", "hanging", "down", "paused", "none")
HEALTHY = {"slow": 1, "fail": 0, "hang": 0, "down": False, "pause": False}


def fault_of(params):
    """Return the fault, as kinds to values, that the parameters trouble, slow (a factor) and share describe."""
    trouble = one_of("trouble", params["trouble"], TROUBLES)
    slow, part = number("slow", params["slow"], at_least=1), share("share", params["share"])
    faults = {
        "slow": {"slow": slow}, "failing": {"fail": part}, "hanging": {"hang": part},
        "down": {"down": True}, "paused": {"pause": True}, "none": {},
    }  # fmt: skip
    return faults[trouble]


def check_trouble(params):
    """Raise a ValueError or TypeError unless the parameters trouble, slow, share and lasts make sense."""
    fault_of(params)
    number("lasts", params["lasts"], above=0)


class Trouble:
    """The trouble of `services`, the same one in each of some worlds, from `start` on for `lasts` ms."""

    def __init__(self, services, params, start, until):
        lasts = number("lasts", params["lasts"], above=0) * 1_000
        self.services = services
        self.fault = fault_of(params)
        self.window = (start, min(until, start + lasts)) if self.fault else None
        self._scripted = bool(self.fault)
        for service in services if self.fault else ():
            service.clock.process(self._script(service, start, lasts))

    def _script(self, service, start, lasts):
        yield service.clock.timeout(start)
        if self._scripted:
            service.begin_fault(self.fault)
            yield service.clock.timeout(lasts)
            service.end_fault(self.fault)

    def by_hand(self, params):
        """Let the parameters hold from now on, and forget the script."""
        if self._scripted:
            self._scripted, self.window = False, None
            for service in self.services:
                service.end_fault(self.fault)
        for service in self.services:
            for name, value in (HEALTHY | fault_of(params)).items():
                setattr(service, name, value)


def knobs(slow, part, lasts, longest):
    """Return the knobs of a trouble with these defaults."""
    return {
        "trouble": Choice("slow", TROUBLES, "Trouble"),
        "slow": Slider(slow, 1, 50, 1, "Slowed down", "x"),
        "share": Slider(part, 0.0, 1.0, 0.05, "Share failing or hanging"),
        "lasts": Slider(lasts, 1, longest, 1, "Lasts", "s"),
    }
