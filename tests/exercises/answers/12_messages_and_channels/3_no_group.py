# task: 3
# expect: refused, because this does not hold: no card is charged twice
def wire(world, shop, billing, stock):
    orders = world.channel("order placed", kind="publish-subscribe", retention=60_000)
    shop.publishes(orders)
    for service in [*billing, stock]:
        service.consumes(orders)
    return orders
