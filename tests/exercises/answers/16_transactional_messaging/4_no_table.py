# task: 4
# expect: refused, because this does not hold: a message that comes again makes no second ticket
def handle(db, message):
    db.execute("INSERT INTO tickets (id) VALUES (?)", (message,))
