# task: 3
# expect: accepted
def wire(world, shop, billing, stock):
    charges = world.channel("charge card", retention=0)
    orders = world.channel("order placed", "publish-subscribe", constant(5), retention=10_000)
    shop.publishes(charges)
    shop.publishes(orders)
    for instance in billing:
        instance.consumes(charges)
    stock.consumes(orders)
    return orders
