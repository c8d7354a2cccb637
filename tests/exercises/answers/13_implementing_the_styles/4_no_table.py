# task: 4
# expect: refused, because this does not hold: no purchase is charged twice
class Till:
    def __init__(self, bank):
        self.bank = bank

    def handle(self, number, customer, amount):
        return self.bank.charge(customer, amount)
