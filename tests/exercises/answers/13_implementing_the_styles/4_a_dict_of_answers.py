# task: 4
# expect: accepted
class Till:
    def __init__(self, bank):
        self.bank, self.charged = bank, {}

    def handle(self, number, customer, amount):
        if not self.charged.get(number):
            self.charged[number] = self.bank.charge(customer, amount)
        return self.charged[number]
