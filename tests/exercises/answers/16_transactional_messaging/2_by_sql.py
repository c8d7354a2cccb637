# task: 2
# expect: accepted
def take_order(db, order, publish):
    db.execute("BEGIN")
    db.execute("INSERT INTO orders (id) VALUES (?)", (order,))
    db.execute("INSERT INTO outbox (id) VALUES (?)", (order,))
    db.execute("COMMIT")
