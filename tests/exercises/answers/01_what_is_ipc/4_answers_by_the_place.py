# task: 4
# expect: refused, because this does not hold: who asks again gets the first reply
def once(handle):
    seen, replies = set(), []

    def handler(order):
        if order["id"] not in seen:
            replies.append(handle(order))
            seen.add(order["id"])
        return replies[-1]

    return handler
