# task: 4
# expect: accepted
class Channel:
    def __init__(self, retention=0):
        self.retention = retention
        self.groups, self.old = {}, []

    def publish(self, message, now):
        self.old = [(when, one) for when, one in self.old if when > now - self.retention] + [(now, message)]
        for name in self.groups:
            self.groups[name] = self.groups[name] + [message]

    def join(self, group, now):
        self.groups.setdefault(group, [one for when, one in self.old if when > now - self.retention])

    def take(self, group):
        if not self.groups[group]:
            return None
        first, *self.groups[group] = self.groups[group]
        return first
