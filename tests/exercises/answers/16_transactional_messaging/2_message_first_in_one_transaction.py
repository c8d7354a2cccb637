# task: 2
# expect: accepted
def take_order(db, order, publish):
    with transaction(db):
        write_message(db, order)
        write_order(db, order)
