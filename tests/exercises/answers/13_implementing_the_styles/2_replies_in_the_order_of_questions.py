# task: 2
# expect: refused, because this does not hold: no reply goes to another customer
class Correlator:
    def __init__(self):
        self.queue = []

    def ask(self, customer):
        self.queue.append(customer)
        return len(self.queue)

    def hear(self, number):
        return self.queue.pop(0) if self.queue else None
