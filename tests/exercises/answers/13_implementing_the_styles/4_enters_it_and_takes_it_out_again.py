# task: 4
# expect: accepted
class Till:
    def __init__(self, bank):
        self.bank, self.seen = bank, []

    def handle(self, number, customer, amount):
        if number in self.seen:
            return True
        self.seen.append(number)
        if self.bank.charge(customer, amount):
            return True
        self.seen.remove(number)
        return False
