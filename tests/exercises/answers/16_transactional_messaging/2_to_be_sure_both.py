# task: 2
# expect: refused, because this does not hold: without a crash there is the order, and its message once
def take_order(db, order, publish):
    with transaction(db):
        write_order(db, order)
        write_message(db, order)
    publish(order)
