# task: 4
# expect: refused, because this does not hold: what failed the first time
def once(handle):
    replies = {}

    def handler(order):
        if order["id"] not in replies:
            replies[order["id"]] = None
            replies[order["id"]] = handle(order)
        return replies[order["id"]]

    return handler
