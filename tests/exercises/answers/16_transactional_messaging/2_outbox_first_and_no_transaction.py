# task: 2
# expect: refused, because this does not hold: no crash leaves a message without its order
def take_order(db, order, publish):
    write_message(db, order)
    write_order(db, order)
