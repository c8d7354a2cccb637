# task: 3
# expect: refused, because this does not hold: each answer belongs to its own question
class Collector:
    def __init__(self, window):
        self.window = window
        self.open, self.senders = {}, []

    def ask(self, number, now):
        self.open[number] = now + self.window

    def hear(self, number, sender, now):
        if number not in self.open or now > self.open[number]:
            return False
        self.senders.append(sender)
        return True

    def close(self, number):
        self.open.pop(number)
        return self.senders
