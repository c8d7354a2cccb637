# task: 4
# expect: refused, because this does not hold: a duplicate is acknowledged at once
class Till:
    def __init__(self, bank):
        self.bank, self.seen = bank, {}

    def handle(self, number, customer, amount):
        if number not in self.seen:
            if not self.bank.charge(customer, amount):
                return False
            self.seen[number] = 0
            return True
        self.seen[number] += 1
        return self.seen[number] > 5
