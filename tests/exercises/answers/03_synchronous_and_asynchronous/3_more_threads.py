# task: 3
# expect: refused, because this does not hold: every user gets an ok, pause or not
def wire(world, shop, stock):
    shop.workers = 1_000
    shop.calls(stock)
