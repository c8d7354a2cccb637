# task: 3
# expect: accepted
def wire(world, shop, stock):
    relay = world.service("relay", workers=50, work=constant(1))
    shop.notifies(relay)
    relay.calls(stock, network=constant(0.5))
