# task: 3
# expect: refused, because this does not hold: it runs in the simulation and drops as many
class Collector:
    def __init__(self, window):
        self.window = window
        self.open = {}

    def ask(self, number, now):
        if len(self.open) < 3:
            self.open[number] = now + self.window, []

    def hear(self, number, sender, now):
        if number not in self.open or now > self.open[number][0]:
            return False
        self.open[number][1].append(sender)
        return True

    def close(self, number):
        return self.open.pop(number, (0, []))[1]
