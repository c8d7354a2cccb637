# task: 3
# expect: accepted
class Collector:
    def __init__(self, window):
        self.window = window
        self.asked, self.came = {}, {}

    def ask(self, number, now):
        self.asked[number], self.came[number] = now, []

    def hear(self, number, sender, now):
        if number in self.asked and now - self.asked[number] <= self.window:
            self.came[number].append(sender)
            return True
        return False

    def close(self, number):
        del self.asked[number]
        return self.came.pop(number)
