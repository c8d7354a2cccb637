# task: 3
# expect: refused, because this does not hold: reports hears
def wire(world, shop, billing, stock):
    orders = world.channel("order placed", kind="publish-subscribe")
    shop.publishes(orders)
    for instance in billing:
        instance.consumes(orders, group="billing")
    stock.consumes(orders)
    return orders
