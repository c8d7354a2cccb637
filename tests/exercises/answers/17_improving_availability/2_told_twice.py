# task: 2
# expect: refused, because this does not hold: each of the two works on every accepted order exactly once
def wire(world, order, consumer, restaurant):
    placed = world.channel("placed", "publish-subscribe")
    order.publishes(placed)
    order.publishes(placed)
    consumer.consumes(placed)
    restaurant.consumes(placed)
