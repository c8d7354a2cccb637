"""What a channel keeps for groups that join later."""

from collections import deque


class Kept:
    """Messages that are kept for `length` ms (inf: for ever) after they came in; 0: none."""

    def __init__(self, length):
        self.length = length
        self._entries = deque()  # (when it came in, message, when the broker's replicas have it)

    def add(self, now, message, safe):
        """Keep a message that has come in now."""
        self.at(now)
        self._entries.append((now, message, safe))

    def at(self, now):
        """Return (message, safe) of those that are kept now, the oldest first, and forget the others."""
        entries = self._entries
        while entries and entries[0][0] + self.length <= now:
            entries.popleft()
        return [(message, safe) for _, message, safe in entries]

    def __len__(self):
        return len(self._entries)

    def lose(self, doomed):
        """A broker has crashed: forget those for which `doomed(safe)` is true."""
        self._entries = deque(entry for entry in self._entries if not doomed(entry[2]))
