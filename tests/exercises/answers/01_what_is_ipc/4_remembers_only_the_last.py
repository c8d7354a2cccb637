# task: 4
# expect: refused, because this does not hold: who asks again gets the first reply
def once(handle):
    last = {}

    def handler(order):
        if order["id"] not in last:
            reply = handle(order)
            last.clear()
            last[order["id"]] = reply
        return last[order["id"]]

    return handler
