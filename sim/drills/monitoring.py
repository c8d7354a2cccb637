"""A shop with its gauges: what is sampled every five seconds while it runs."""

from sim.drills.shop import MAILS
from sim.watch import Watch

EVERY = 5_000  # ms


class Monitoring:
    """Watches a `Shop` from its first millisecond on; `run(until)` lets it run."""

    def __init__(self, shop):
        self.shop, self.watch = shop, Watch(shop.world, EVERY)
        self.waiting, self.oldest = {name: [] for name in MAILS}, {name: [] for name in MAILS}
        self.rows, self.used, self.refused, self.listed = [], [], [], []
        self._look()

    def run(self, until):
        """Let the shop run until `until` (ms)."""
        while len(self.rows) * EVERY <= until:
            self.watch.run(len(self.rows) * EVERY)
            self._look()
        self.watch.run(until)

    def _look(self):
        shop, now = self.shop, self.shop.world.now
        for name, consumer in shop.consumers.items():
            waiting = consumer.group.waiting
            self.waiting[name].append(len(waiting))
            self.oldest[name].append((now - shop.orders.ledger.sent[waiting[0].message.number]) / 1_000 if waiting else 0.0)
        self.rows.append(len(shop.records.book.outbox))
        self.used.append(min(1.0, shop.broker.used / shop.broker.space))
        self.refused.append(shop.records.refused)
        self.listed.append(list(shop.registry.given.names))
