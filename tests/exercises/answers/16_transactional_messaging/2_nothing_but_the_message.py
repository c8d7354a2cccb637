# task: 2
# expect: refused, because this does not hold: without a crash there is the order, and its message once
def take_order(db, order, publish):
    write_message(db, order)
