# task: 2
# expect: accepted
class Correlator:
    def __init__(self):
        self.customers = []

    def ask(self, customer):
        self.customers.append(customer)
        return len(self.customers) - 1

    def hear(self, number):
        customer, self.customers[number] = self.customers[number], None
        return customer
