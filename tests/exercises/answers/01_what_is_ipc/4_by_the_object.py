# task: 4
# expect: refused, because this does not hold: behind a server that loses replies
def once(handle):
    replies = {}

    def handler(order):
        if id(order) not in replies:
            replies[id(order)] = order, handle(order)  # the order is kept, so that its id is not given to another
        return replies[id(order)][1]

    return handler
