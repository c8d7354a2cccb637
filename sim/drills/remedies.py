"""What a team can do: eight actions on the running shop. They do what they do, whether or not that is what is needed."""

from dataclasses import dataclass

from sim.arguments import one_of
from sim.drills.causes import GUARDED_CALLS
from sim.drills.shop import BROKER, CATALOG, CHECKOUT, LEASE, MAILS, SPACE, WORKERS, sane_breaker, sane_retry
from sim.group import UP

RESTART, ROLL_BACK = 2_000, 8_000  # ms that a service is away meanwhile
SERVICES = tuple(name for name in WORKERS if name != "frontend")


@dataclass(frozen=True)
class Remedy:
    """Something to do: in words, the names of the places where it can be done, and `act(shop, place)`."""

    title: str
    places: tuple
    act: object


def check_remedy(remedy, place):
    """Return the `Remedy` of that key, or None for None; raises ValueError if there is none or it makes no sense at `place`."""
    if remedy is None:
        return None
    found = REMEDIES[one_of("remedy", remedy, tuple(REMEDIES))]
    if place not in found.places:
        raise ValueError(f"place of {remedy!r} must be one of {', '.join(found.places)}, got {place!r}")
    return found


def _away(shop, name, lasts):
    service, crash = shop.world.services[name], {"crash": True}
    service.begin_fault(crash)
    shop.world.at(shop.world.now + lasts, lambda: service.end_fault(crash))


def _restart(shop, name):
    """A new process of the same version: what hung is gone with the old one, what is wrong in the code is not."""
    if "hang" in shop.deployed.get(name, ()):
        shop.world.services[name].end_fault(shop.deployed.pop(name))
    _away(shop, name, RESTART)


def _roll_back(shop, name):
    """The version before, in a new process."""
    if name in shop.deployed:
        shop.world.services[name].end_fault(shop.deployed.pop(name))
    _away(shop, name, ROLL_BACK)


def _limit_retries(shop, name):
    for call in shop.calls_to(name):
        call.retry = sane_retry()


def _correct_breaker(shop, place):
    shop.call(place).breaker = sane_breaker()


def _restart_consumer(shop, name):
    shop.consumers[name].start()


def _strike_off(shop, _):
    """Whoever does not answer is taken off the list, and the lease is what it was."""
    for name, state in shop.catalog.state.items():
        if state != UP:
            shop.registry.deregister(name)
    shop.set_lease(LEASE)


def _restart_relay(shop, _):
    shop.records.start_relay()


def _give_space(shop, _):
    shop.broker.space = 2 * SPACE


REMEDIES = {
    "roll back": Remedy("take a service back to its version before", SERVICES, _roll_back),
    "restart": Remedy("start a service's process anew", SERVICES, _restart),
    "limit retries": Remedy("one retry and a budget of 10 % for all who call a service", SERVICES, _limit_retries),
    "correct breaker": Remedy("let a breaker open at half of twenty calls, for 5 s", GUARDED_CALLS, _correct_breaker),
    "restart consumer": Remedy("start a consumer anew", MAILS, _restart_consumer),
    "remove dead instance": Remedy("strike instances that do not answer off the registry's list", (CATALOG,), _strike_off),
    "restart relay": Remedy("start the outbox's relay anew", (CHECKOUT,), _restart_relay),
    "give space": Remedy("double the broker's disk", (BROKER,), _give_space),
}
PLACES = tuple(dict.fromkeys((*SERVICES, CATALOG, *GUARDED_CALLS, BROKER)))
