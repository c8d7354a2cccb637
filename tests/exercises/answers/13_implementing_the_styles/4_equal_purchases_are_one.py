# task: 4
# expect: refused, because this does not hold: none is forgotten because the bank was away
class Till:
    def __init__(self, bank):
        self.bank, self.seen = bank, set()

    def handle(self, number, customer, amount):
        if (customer, amount) in self.seen:
            return True
        if not self.bank.charge(customer, amount):
            return False
        self.seen.add((customer, amount))
        return True
