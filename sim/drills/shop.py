"""The shop of the game day: Online Boutique as its team means it to run, orders going on by messages.

What follows an order goes by messages here: a checkout is recorded with an outbox, a relay publishes it through a broker, and the
e-mail and the parcel are made by consumers. The product catalogue stands as three instances, which a registry knows.
"""

from sim.breaker import Breaker
from sim.delays import constant, lognormal
from sim.group import Group
from sim.registry import Registry
from sim.retry import Retry, full_jitter
from sim.topology import load_graph
from sim.world import World

RATE = 8.0  # users per second
FRONT, CATALOG, CHECKOUT, BROKER = "frontend", "productcatalogservice", "checkoutservice", "broker"
COMES_BACK = 20_000  # ms until a message is handed out again that was not acknowledged
MAILS = ("emailservice", "shippingservice")  # who works on what the checkout publishes
HEARTBEAT = 3_000  # ms, of an instance to the registry and of a caller that asks it
LEASE = 15.0  # s without a heartbeat until the registry forgets an instance
SPACE, OTHERS = 40_000, 22_000  # messages the broker has room for, and how many of other teams lie there

WORKERS = {  # how many, and how long one works on a job, in ms
    FRONT: (64, 5), "currencyservice": (4, 140), "cartservice": (4, 100), "redis-cart": (3, 40), "recommendationservice": (3, 60),
    "adservice": (3, 60), "shippingservice": (4, 60), CHECKOUT: (48, 10), "paymentservice": (3, 120), "emailservice": (2, 80),
}  # fmt: skip
INSTANCE = (3, 40)
ORDINARY = 0.01  # the share of calls to these that fail on any good day
FAILS_NOW_AND_THEN = ("currencyservice", "cartservice", "shippingservice", "paymentservice")
GUARDED = ((FRONT, "shippingservice"), (CHECKOUT, "shippingservice"), (CHECKOUT, "paymentservice"))  # calls with a breaker
SPARED = ((FRONT, "adservice"), (FRONT, "recommendationservice"))  # calls that may fail: the page comes without

TIMEOUT, CHECKOUT_TIMEOUT = 700, 4_000  # ms
PATIENCE = 8_000  # ms after which a user has left


def sane_retry():
    """Return the team's retries: one more try, and none once a tenth of the calls has been tried again."""
    return Retry(attempts=2, backoff=full_jitter(base=50, cap=400), budget=0.1)


def sane_breaker():
    """Return the team's breaker: open for 5 s when half of the last twenty calls have failed."""
    return Breaker.count_window(size=20, minimum=10, failure_rate=0.5, open_for=5_000, trials=3)


class Shop:
    """The shop in a world of `seed`, before its first millisecond; its parts are attributes."""

    def __init__(self, seed):
        self.world = World.from_graph(_graph(), seed=seed, services=_services(), calls=_calls(), network=constant(1))
        services = self.world.services
        workers, work = INSTANCE
        self.catalog = Group(self.world, CATALOG, 3, workers=workers, work=lognormal(work, 0.4))
        self.registry = Registry(self.catalog, heartbeat=HEARTBEAT, lease=LEASE * 1_000, fetch=HEARTBEAT)
        self.lookups = [
            self.catalog.called_by(services[name], self.registry.client(name), timeout=TIMEOUT, network=constant(1))
            for name in (FRONT, "recommendationservice", CHECKOUT)
        ]
        self.broker = self.world.broker(BROKER, latency=constant(2), persist=constant(3), space=SPACE)
        self.broker.others = OTHERS
        self.orders = self.world.channel("orders", "publish-subscribe", network=constant(1), broker=self.broker, visibility=COMES_BACK)
        self.records = services[CHECKOUT].records(
            self.orders, "polling", every=500, batch=50, write=constant(5), read=constant(5), send=constant(2)
        )
        self.consumers = {name: services[name].consumes(self.orders) for name in MAILS}
        for name in FAILS_NOW_AND_THEN:
            services[name].fail = ORDINARY
        self.deployed = {}  # from a service's name to the fault that its newest version or its process has
        self.load = self.world.users(self.world.entry, rate=RATE, timeout=PATIENCE)

    def call(self, place):
        """Return the call of a place such as "checkoutservice -> paymentservice"."""
        return self.world.call(*place.split(" -> "))

    def set_lease(self, seconds):
        """Let the registry believe in an instance for so many seconds after its last heartbeat."""
        self.registry.turn(heartbeat=HEARTBEAT, lease=seconds * 1_000, sweep=0, cache=0, fetch=HEARTBEAT, loss=0.0)

    def calls_to(self, name):
        """Return the calls to the service `name`, those of users left out."""
        return [call for call in self.world.links if call.service.name == name and call.caller in self.world.services]


def _graph():
    graph = load_graph("online-boutique")
    graph.remove_edge(CHECKOUT, "emailservice")  # a message now; shipping is still called, for its price
    graph.remove_node(CATALOG)  # three instances, wired by hand
    return graph


def _services():
    return {name: {"workers": workers, "work": lognormal(work, 0.4)} for name, (workers, work) in WORKERS.items()}


def _calls():
    calls = {}
    for caller, callee in _graph().edges:
        settings = {"timeout": CHECKOUT_TIMEOUT if callee == CHECKOUT else TIMEOUT, "retry": None if callee == CHECKOUT else sane_retry()}
        if (caller, callee) in GUARDED:
            settings["breaker"] = sane_breaker()
        if (caller, callee) in SPARED:
            settings["fallback"] = True
        calls[caller, callee] = settings
    return calls
