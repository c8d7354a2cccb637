# task: 3
# expect: refused, because this does not hold: each question has a window of its own
class Collector:
    def __init__(self, window):
        self.window = window
        self.open, self.until = {}, None

    def ask(self, number, now):
        self.until = now + self.window if self.until is None else self.until
        self.open[number] = self.until, []

    def hear(self, number, sender, now):
        if number not in self.open or now > self.open[number][0]:
            return False
        self.open[number][1].append(sender)
        return True

    def close(self, number):
        return self.open.pop(number)[1]
