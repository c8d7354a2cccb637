# task: 3
# expect: refused, because this does not hold: and gets it within 50 ms
def wire(world, shop, stock):
    clerk = world.service("clerk", workers=50, work=constant(100))
    shop.calls(clerk)
    clerk.notifies(stock)
