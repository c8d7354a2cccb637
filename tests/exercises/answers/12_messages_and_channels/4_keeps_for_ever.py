# task: 4
# expect: refused, because this does not hold: without retention
class Channel:
    def __init__(self, retention=0):
        self.retention, self.waiting, self.kept = retention, {}, []

    def publish(self, message, now):
        self.kept.append((now, message))
        for messages in self.waiting.values():
            messages.append(message)

    def join(self, group, now):
        if group not in self.waiting:
            self.waiting[group] = [message for when, message in self.kept]

    def take(self, group):
        return self.waiting[group].pop(0) if self.waiting[group] else None
