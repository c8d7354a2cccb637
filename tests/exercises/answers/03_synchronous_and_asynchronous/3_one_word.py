# task: 3
# expect: accepted
def wire(world, shop, stock):
    shop.notifies(stock)
