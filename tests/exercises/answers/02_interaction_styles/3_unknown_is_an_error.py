# task: 3
# expect: refused, because your code raised KeyError
class Collector:
    def __init__(self, window):
        self.window = window
        self.open = {}

    def ask(self, number, now):
        self.open[number] = now + self.window, []

    def hear(self, number, sender, now):
        until, senders = self.open[number]
        if now > until:
            return False
        senders.append(sender)
        return True

    def close(self, number):
        return self.open.pop(number)[1]
