# task: 4
# expect: refused, because this does not hold: who asks again gets the first reply
def once(handle):
    seen = {}

    def handler(order):
        if order["id"] in seen:
            return {"confirmed": order["id"], "duplicate": True}
        seen[order["id"]] = True
        return handle(order)

    return handler
