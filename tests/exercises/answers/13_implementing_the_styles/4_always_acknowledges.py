# task: 4
# expect: refused, because this does not hold: none is forgotten because the bank was away
class Till:
    def __init__(self, bank):
        self.bank, self.seen = bank, set()

    def handle(self, number, customer, amount):
        if number not in self.seen and self.bank.charge(customer, amount):
            self.seen.add(number)
        return True
