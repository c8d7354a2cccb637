# task: 3
# expect: refused, because this does not hold: and is worked on in the end
def wire(world, shop, stock):
    stock.queue = 100
    shop.notifies(stock)
