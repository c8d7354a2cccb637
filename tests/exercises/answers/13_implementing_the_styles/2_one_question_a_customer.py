# task: 2
# expect: refused, because this does not hold: every question is answered
class Correlator:
    def __init__(self):
        self.last = {}
        self.asked = []

    def ask(self, customer):
        self.asked.append(customer)
        self.last[customer] = len(self.asked) - 1
        return len(self.asked) - 1

    def hear(self, number):
        customer = self.asked[number]
        return customer if self.last.pop(customer, None) == number else None
