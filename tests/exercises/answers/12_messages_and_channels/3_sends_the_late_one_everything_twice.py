# task: 3
# expect: refused, because this does not hold: reports hears
def wire(world, shop, billing, stock):
    charges = world.channel("charge card")
    orders = world.channel("order placed", kind="publish-subscribe")
    late = world.channel("order placed, kept", kind="publish-subscribe", retention=60_000)
    for channel in (charges, orders, late, late):
        shop.publishes(channel)
    for instance in billing:
        instance.consumes(charges)
    stock.consumes(orders)
    return late
