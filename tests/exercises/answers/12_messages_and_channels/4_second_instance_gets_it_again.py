# task: 4
# expect: refused, because this does not hold: a second instance
class Channel:
    def __init__(self, retention=0):
        self.retention, self.waiting, self.kept = retention, {}, []

    def publish(self, message, now):
        self.kept.append((now, message))
        for messages in self.waiting.values():
            messages.append(message)

    def join(self, group, now):
        young = [message for when, message in self.kept if now - when < self.retention]
        self.waiting[group] = self.waiting.get(group, []) + young

    def take(self, group):
        return self.waiting[group].pop(0) if self.waiting[group] else None
