# task: 3
# expect: refused, because this does not hold: all three instances
def wire(world, shop, billing, stock):
    orders = world.channel("order placed", kind="publish-subscribe", retention=60_000)
    shop.publishes(orders)
    billing[0].consumes(orders)
    stock.consumes(orders)
    return orders
