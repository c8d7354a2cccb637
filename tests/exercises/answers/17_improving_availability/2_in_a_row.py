# task: 2
# expect: accepted
def wire(world, order, consumer, restaurant):
    for sender, receiver in ((order, consumer), (consumer, restaurant)):
        channel = world.channel(f"{sender.name} to {receiver.name}", "point-to-point")
        sender.publishes(channel)
        receiver.consumes(channel)
