# task: 4
# expect: refused, because this does not hold: two orders of the same dishes are two orders
def once(handle):
    replies = {}

    def handler(order):
        dishes = tuple(line["sku"] for line in order["lines"])
        if dishes not in replies:
            replies[dishes] = handle(order)
        return replies[dishes]

    return handler
