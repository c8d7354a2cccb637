# task: 2
# expect: accepted
def wire(world, order, consumer, restaurant):
    for service in (consumer, restaurant):
        validate = world.channel(f"validate, {service.name}", "point-to-point")
        order.publishes(validate)
        service.consumes(validate)
