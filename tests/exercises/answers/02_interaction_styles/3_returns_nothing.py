# task: 3
# expect: refused, because this does not hold: an answer in time counts
class Collector:
    def __init__(self, window):
        self.window = window
        self.open = {}

    def ask(self, number, now):
        self.open[number] = now + self.window, []

    def hear(self, number, sender, now):
        if number in self.open and now <= self.open[number][0]:
            self.open[number][1].append(sender)

    def close(self, number):
        return self.open.pop(number)[1]
