# task: 4
# expect: accepted
class once:
    def __init__(self, handle):
        self.handle, self.known = handle, {}

    def __call__(self, order):
        number = order["id"]
        if number in self.known:
            return self.known[number]
        reply = self.known[number] = self.handle(order)
        return reply
