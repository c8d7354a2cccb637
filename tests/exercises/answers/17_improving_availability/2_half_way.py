# task: 2
# expect: refused, because this does not hold: users are answered whenever the order service is up
def wire(world, order, consumer, restaurant):
    order.calls(consumer)
    placed = world.channel("placed", "point-to-point")
    order.publishes(placed)
    restaurant.consumes(placed)
