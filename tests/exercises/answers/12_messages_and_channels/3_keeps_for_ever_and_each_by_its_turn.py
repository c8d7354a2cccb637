# task: 3
# expect: accepted
def wire(world, shop, billing, stock):
    orders = world.channel("o", kind="publish-subscribe", retention=float("inf"))
    stock.consumes(orders)
    for instance in billing:
        instance.consumes(orders, group="whoever charges", prefetch=1)
    shop.publishes(orders)
    return orders
