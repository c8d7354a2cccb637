# task: 2
# expect: refused, because this does not hold: no question is answered twice
class Correlator:
    def __init__(self):
        self.open = {}

    def ask(self, customer):
        self.open[len(self.open)] = customer
        return len(self.open) - 1

    def hear(self, number):
        return self.open[number]
