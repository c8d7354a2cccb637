# task: 3
# expect: refused, because this does not hold: every order reaches the stock exactly once
def wire(world, shop, stock):
    shop.notifies(stock)
    shop.notifies(stock)
