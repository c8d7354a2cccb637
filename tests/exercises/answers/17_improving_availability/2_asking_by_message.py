# task: 2
# expect: refused, because this does not hold: and soon: within 100 ms
def wire(world, order, consumer, restaurant):
    for service in (consumer, restaurant):
        questions = world.channel(f"ask {service.name}", "point-to-point")
        replies = world.channel(f"{service.name} replies", "point-to-point")
        order.asks(questions, replies)
        service.consumes(questions)
