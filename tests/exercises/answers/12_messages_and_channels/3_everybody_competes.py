# task: 3
# expect: refused, because this does not hold: every card is charged
def wire(world, shop, billing, stock):
    orders = world.channel("orders")
    shop.publishes(orders)
    for service in [*billing, stock]:
        service.consumes(orders)
    return orders
