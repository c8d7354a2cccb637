# task: 3
# expect: refused, because this does not hold: at exactly the closing time it counts
class Collector:
    def __init__(self, window):
        self.window = window
        self.open = {}

    def ask(self, number, now):
        self.open[number] = now + self.window, []

    def hear(self, number, sender, now):
        if number not in self.open or now >= self.open[number][0]:
            return False
        self.open[number][1].append(sender)
        return True

    def close(self, number):
        return self.open.pop(number)[1]
