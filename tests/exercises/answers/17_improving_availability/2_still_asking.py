# task: 2
# expect: refused, because this does not hold: users are answered whenever the order service is up
def wire(world, order, consumer, restaurant):
    order.calls(consumer)
    order.calls(restaurant)
