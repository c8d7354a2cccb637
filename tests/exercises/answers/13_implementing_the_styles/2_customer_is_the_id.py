# task: 2
# expect: refused, because this does not hold: no question is answered twice
class Correlator:
    def __init__(self):
        self.open = set()

    def ask(self, customer):
        self.open.add(customer)
        return customer

    def hear(self, number):
        if number in self.open:
            self.open.remove(number)
            return number
        return None
