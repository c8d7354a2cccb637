# task: 4
# expect: accepted
class Channel:
    def __init__(self, retention=0):
        self.retention, self.log, self.place = retention, [], {}

    def publish(self, message, now):
        self.log.append((now, message))

    def join(self, group, now):
        if group not in self.place:
            self.place[group] = sum(now - when >= self.retention for when, _ in self.log)

    def take(self, group):
        if self.place[group] == len(self.log):
            return None
        self.place[group] += 1
        return self.log[self.place[group] - 1][1]
