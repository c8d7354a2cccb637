# task: 2
# expect: accepted
class MyBreaker:
    def __init__(self, failures=5, open_for=5_000):
        self.failures, self.open_for = failures, open_for
        self.enter("closed", 0)

    def enter(self, state, now):
        self.state, self.since, self.bad, self.permit = state, now, 0, object()

    def allow(self, now):
        if self.state == "closed":
            return self.permit
        if self.state == "open" and now - self.since >= self.open_for:
            self.enter("half-open", now)
            return self.permit
        return None

    def report(self, permit, ok, now, duration=0):
        if permit is not self.permit:
            return
        self.bad = 0 if ok else self.bad + 1
        if self.state == "half-open":
            self.enter("closed" if ok else "open", now)
        elif self.bad == self.failures:
            self.enter("open", now)
