"""Worlds of channels that nobody thought of: senders, groups, shards, acknowledgements, buffers, brokers and their troubles."""

from dataclasses import dataclass, field
from math import inf

from hypothesis import strategies as st

from sim import Retry, World, constant, exponential, fixed, no_wait, uniform

UNTIL = 400  # ms

short = st.sampled_from([constant(0), constant(1), constant(5)]) | st.builds(exponential, st.floats(0.1, 8))
works = st.sampled_from([constant(1), constant(10), constant(40)]) | st.builds(exponential, st.floats(1, 40)) | st.just(uniform(1, 30))
retries = st.none() | st.builds(Retry, attempts=st.integers(1, 4), backoff=st.sampled_from([no_wait(), fixed(7), fixed(30)]))
STOPPED = {}  # its consumers take nothing, while the service lives
faults = st.sampled_from([{"down": True}, {"crash": True}, {"hang": 0.3}, {"fail": 0.5}, {"pause": True}, {"slow": 5.0}, {"crash": True}, STOPPED])
brokers = st.fixed_dictionaries({
    "latency": short, "persist": st.none() | short, "replicas": st.integers(1, 3), "acks": st.sampled_from(["leader", "all"]),
    "durable": st.booleans(), "failover": st.sampled_from([0, 5, 40]),
    "space": st.sampled_from([inf, inf, 3, 20]),
})  # fmt: skip
consumers = st.fixed_dictionaries({
    "prefetch": st.none() | st.integers(1, 4), "ack": st.sampled_from(["after", "after", "before"]),
    "lost_acks": st.sampled_from([0.0, 0.0, 0.3, 1.0]), "idempotent": st.booleans(),
})  # fmt: skip


@dataclass
class Plan:
    """What a world is built from; the same plan builds the same world."""

    seed: int
    channel: dict
    dead_letters: bool
    broker: dict | None
    senders: list  # (settings of publishes, rate)
    readers: list  # (group, when it joins, workers, work, settings of consumes)
    troubles: list = field(default_factory=list)  # (which part, start, length, fault)

    def build(self):
        """Return a new world, its channel and the senders' publications."""
        world = World(seed=self.seed, max_events=40_000)
        settings = dict(self.channel)
        if self.broker is not None:
            settings["broker"] = world.broker("broker", **self.broker)
        if self.dead_letters:
            settings["dead_letters"] = world.channel("dead")
        orders = world.channel("orders", **settings)
        parts = []
        for number, (how, rate) in enumerate(self.senders):
            shop = world.service(f"shop{number}", workers=3, work=constant(1), queue=5)
            shop.publishes(orders, **how)
            world.users(shop, rate=rate)
            parts.append(shop)
        for number, (group, when, workers, work, how) in enumerate(self.readers):
            stock = world.service(f"stock{number}", workers=workers, work=work, queue=3 if number == 1 else float("inf"))
            group = group if orders.kind == "publish-subscribe" else None
            join = lambda stock=stock, group=group, how=how: stock.consumes(orders, group=group, **how)  # noqa: E731
            world.at(when, join) if when else join()
            parts.append(stock)
        parts += world.brokers.values()
        for where, start, length, fault in self.troubles:
            part = parts[where % len(parts)]
            if fault == STOPPED:
                world.at(start, lambda part=part: [consumer.stop() for consumer in getattr(part, "takes_from", ())])
                world.at(start + length, lambda part=part: [consumer.start() for consumer in getattr(part, "takes_from", ())])
            elif part not in world.brokers.values() or fault.keys() <= {"down", "crash"}:
                world.fault(part, start=start, end=start + length, **fault)
        return world, orders


@st.composite
def plans(draw):
    """A plan of one channel with one or two senders and up to four consumers."""
    held = draw(st.sampled_from(["channel", "channel", "channel", "sender"]))
    kind = draw(st.sampled_from(["point-to-point", "publish-subscribe"]))
    channel = {
        "kind": kind, "network": draw(short), "held": held, "full": draw(st.sampled_from(["reject", "drop oldest"])),
        "buffer": draw(st.sampled_from([float("inf"), 1, 3, 10])),
    }  # fmt: skip
    broker, dead = None, False
    if held == "channel":
        broker = draw(st.none() | brokers)
        dead = draw(st.booleans())
        channel |= {
            "shards": draw(st.none() | st.integers(1, 5)), "visibility": draw(st.none() | st.sampled_from([15, 60, 11.5])),
            "deliveries": draw(st.sampled_from([float("inf"), 1, 2, 4])),
        }  # fmt: skip
        if kind == "publish-subscribe":
            channel["retention"] = draw(st.sampled_from([0, 50, float("inf")]))
    confirms = st.fixed_dictionaries({"confirm": st.just(True), "retry": retries, "timeout": st.sampled_from([2, 10, 50])})
    how = draw(st.lists(st.just({}) | confirms, min_size=1, max_size=2))
    senders = [(one | {"keys": draw(st.none() | st.integers(1, 6))}, draw(st.sampled_from([20, 60, 120]))) for one in how]
    joins = st.sampled_from([0, 0, 0, 100, 150.5])
    reader = st.tuples(st.sampled_from(["a", "a", "b"]), joins, st.integers(1, 3), works, consumers)
    trouble = st.tuples(st.integers(0, 9), st.integers(0, 350), st.integers(1, 150), faults)
    return Plan(
        draw(st.integers(0, 2**32)), channel, dead, broker, senders, draw(st.lists(reader, max_size=4)), draw(st.lists(trouble, max_size=4)),
    )  # fmt: skip
