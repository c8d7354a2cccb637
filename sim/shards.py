"""Shards: which one a key belongs to, which consumer reads which, and what waits in each of them for a group.

All messages of one key go to one shard, and a group works on one message of a shard at a time, so that order holds
within a shard and across shards it does not.
"""

from collections import deque
from zlib import crc32

from sim.arguments import whole

MOST_SHARDS = 10_000


def shard_of(key, shards):
    """Return the shard, from 0 to shards - 1, of a key: the CRC-32 of its text, which is the same in every process."""
    return crc32(str(key).encode()) % whole("shards", shards, at_least=1, at_most=MOST_SHARDS)


def shares(shards, readers):
    """Return for each of `readers` the list of its shards: neighbours, as many for each as can be, the first ones one more."""
    each, more = divmod(shards, len(readers)) if readers else (0, 0)
    found, start = [], 0
    for place in range(len(readers)):
        end = start + each + (place < more)
        found.append(range(start, end))
        start = end
    return found


class Lanes:
    """What waits for one group in each shard, like one deque that knows them apart.

    `at_work[shard]` is the delivery of that shard that is in work, or None.
    """

    def __init__(self, shards):
        self.lanes = [deque() for _ in range(shards)]
        self.at_work = [None] * shards
        self._size = self._entered = 0

    def append(self, delivery):
        """Let a delivery wait as the last of its shard."""
        self._entered += 1
        self._size += 1
        self.lanes[delivery.message.shard].append((self._entered, delivery))

    def appendleft(self, delivery):
        """Let a delivery that has come back wait as the first of its shard."""
        self._size += 1
        self.lanes[delivery.message.shard].appendleft((0, delivery))

    def take(self, shards):
        """Take out what has waited longest in those of `shards` that nobody works on; None if there is nothing."""
        ready = [shard for shard in shards if self.lanes[shard] and self.at_work[shard] is None]
        if not ready:
            return None
        delivery = self._out(min(ready, key=lambda shard: self.lanes[shard][0][0]))
        self.at_work[delivery.message.shard] = delivery
        return delivery

    def free(self, delivery):
        """A delivery is no longer in work: the next of its shard may be taken."""
        if self.at_work[delivery.message.shard] is delivery:
            self.at_work[delivery.message.shard] = None

    def popleft(self):
        """Take out what has waited longest in any shard. Raises ValueError if nothing waits."""
        return self._out(min((shard for shard, lane in enumerate(self.lanes) if lane), key=lambda shard: self.lanes[shard][0][0]))

    def clear(self):
        """Let nothing wait any more."""
        for lane in self.lanes:
            lane.clear()
        self._size = 0

    def extend(self, deliveries):
        """Let these wait as the last of their shards, one after the other."""
        for delivery in deliveries:
            self.append(delivery)

    def _out(self, shard):
        self._size -= 1
        return self.lanes[shard].popleft()[1]

    def __len__(self):
        return self._size

    def __iter__(self):
        return (delivery for _, delivery in sorted((entry for lane in self.lanes for entry in lane), key=lambda entry: entry[0]))
