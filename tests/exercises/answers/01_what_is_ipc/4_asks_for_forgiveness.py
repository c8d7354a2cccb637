# task: 4
# expect: accepted
def once(handle):
    replies = {}

    def handler(order):
        try:
            return replies[order["id"]]
        except KeyError:
            return replies.setdefault(order["id"], handle(order))

    return handler
