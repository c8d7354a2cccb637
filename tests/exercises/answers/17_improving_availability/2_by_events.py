# task: 2
# expect: accepted
def wire(world, order, consumer, restaurant):
    placed = world.channel("placed", "publish-subscribe")
    order.publishes(placed)
    for service in (consumer, restaurant):
        service.consumes(placed, group=service.name)
