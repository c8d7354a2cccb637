# task: 2
# expect: refused, because this does not hold: no crash leaves an order without its message
def take_order(db, order, publish):
    write_order(db, order)
    write_message(db, order)
