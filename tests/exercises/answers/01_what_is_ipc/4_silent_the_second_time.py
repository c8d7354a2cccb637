# task: 4
# expect: refused, because this does not hold: who asks again gets the first reply
def once(handle):
    seen = set()

    def handler(order):
        if order["id"] not in seen:
            seen.add(order["id"])
            return handle(order)

    return handler
