"""What can be wrong in the shop: nine causes, the places where each can hide, and how it begins."""

from dataclasses import dataclass

from sim.breaker import Breaker
from sim.drills.shop import BROKER, CATALOG, CHECKOUT, GUARDED, MAILS, SPACE
from sim.retry import Retry, no_wait
from sim.streams import Streams

LEAVES = ("currencyservice", "cartservice", "redis-cart", "shippingservice", "paymentservice")
STORMY = ("currencyservice", "cartservice")  # much asked, and called without a breaker
GUARDED_CALLS = tuple(f"{caller} -> {callee}" for caller, callee in GUARDED)
FIRST, LAST = 60_000, 100_000  # ms: between these a trouble begins
AN_HOUR = 3_600  # s


@dataclass(frozen=True)
class Trouble:
    """One hidden trouble: the key of its `cause`, the `place`, when it begins (ms), and how `strong` it is (0 to 1)."""

    cause: str
    place: str
    begins: float
    strong: float


@dataclass(frozen=True)
class Cause:
    """A kind of trouble: what it is in words, the names of the places where it can be, and the key of its right remedy.

    `begin(shop, trouble)` starts it.
    """

    title: str
    places: tuple
    remedy: str
    begin: object


def hidden(seed):
    """Return the `Trouble` of a drill's seed: each of the causes as likely as the others, and each of its places too."""
    draw = Streams(seed).named("drill/trouble")
    key = draw.choice(list(CAUSES))
    return Trouble(key, draw.choice(CAUSES[key].places), draw.uniform(FIRST, LAST), draw.random())


def _deploy(shop, trouble, **fault):
    shop.deployed[trouble.place] = fault
    shop.world.services[trouble.place].begin_fault(fault)


def _slow(shop, trouble):
    _deploy(shop, trouble, slow=12 + 8 * trouble.strong)


def _hang(shop, trouble):
    _deploy(shop, trouble, hang=0.1 + 0.2 * trouble.strong)


def _fail(shop, trouble):
    _deploy(shop, trouble, fail=0.5 + 0.4 * trouble.strong)


def _storm(shop, trouble):
    """Somebody has raised the retries; a pause of some seconds, soon over, is enough to begin with."""
    for call in shop.calls_to(trouble.place):
        call.retry = Retry(attempts=4, backoff=no_wait())
    service, pause = shop.world.services[trouble.place], {"pause": True}
    service.begin_fault(pause)
    shop.world.at(shop.world.now + 6_000 + 4_000 * trouble.strong, lambda: service.end_fault(pause))


def _nervous(shop, trouble):
    shop.call(trouble.place).breaker = Breaker(failures=1, open_for=20_000 + 20_000 * trouble.strong)


def _lost(shop, trouble):
    """A machine is gone, and the registry has been told to believe in it for an hour."""
    shop.set_lease(AN_HOUR)
    shop.catalog.vanish(f"{CATALOG} {1 + int(3 * trouble.strong)}")


def _full(shop, trouble):
    shop.broker.others = SPACE


CAUSES = {
    "slow service": Cause("a service has become slow", LEAVES, "roll back", _slow),
    "hanging service": Cause("a service's work hangs and keeps its workers", LEAVES, "restart", _hang),
    "failing service": Cause("a service answers with errors", LEAVES, "roll back", _fail),
    "retry storm": Cause("retries keep a service down that is well again", STORMY, "limit retries", _storm),
    "wrong breaker": Cause("a breaker opens at a trifle and stays open", GUARDED_CALLS, "correct breaker", _nervous),
    "dead consumer": Cause("a consumer takes no messages", MAILS, "restart consumer", lambda shop, it: shop.consumers[it.place].stop()),
    "stale registry": Cause("the registry names an instance that is gone", (CATALOG,), "remove dead instance", _lost),
    "stuck outbox relay": Cause("the relay does not look into the outbox", (CHECKOUT,), "restart relay", lambda shop, it: shop.records.stop_relay()),
    "full broker": Cause("the broker has no space left", (BROKER,), "give space", _full),
}
