# task: 2
# expect: refused, because this does not hold: open, it refuses
class MyBreaker:
    def __init__(self, failures=5, open_for=5_000):
        self.failures, self.open_for = failures, open_for
        self.state = "closed"
        self.in_a_row = self.opened = self.epoch = 0

    def allow(self, now):
        if self.state == "open" and now >= self.opened + self.open_for:
            self.state = "half-open"
            self.epoch += 1
            return self.epoch
        return self.epoch

    def report(self, permit, ok, now, duration=0):
        if permit != self.epoch:
            return
        self.in_a_row = 0 if ok else self.in_a_row + 1
        if self.state == "half-open" and ok:
            self.state = "closed"
            self.epoch += 1
        elif self.state == "half-open" or self.in_a_row >= self.failures:
            self.state = "open"
            self.opened = now
            self.in_a_row = 0
            self.epoch += 1
