# task: 2
# expect: accepted
from uuid import uuid4


class Correlator:
    def __init__(self):
        self.waiting = {}

    def ask(self, customer):
        number = str(uuid4())
        self.waiting[number] = customer
        return number

    def hear(self, number):
        if number not in self.waiting:
            return None
        customer = self.waiting[number]
        del self.waiting[number]
        return customer
