# task: 3
# expect: refused, because this does not hold: stock hears
def wire(world, shop, billing, stock):
    charges = world.channel("charge card")
    packing = world.channel("pack order")
    orders = world.channel("order placed", kind="publish-subscribe", retention=60_000)
    for channel in (charges, packing, orders):
        shop.publishes(channel)
    for instance in billing:
        instance.consumes(charges)
    stock.consumes(packing)
    stock.consumes(orders)
    return orders
