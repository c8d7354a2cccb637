# task: 4
# expect: refused, because this does not hold: every message has a ticket, whatever the crash
def handle(db, message):
    with transaction(db):
        if not ids(db, "tickets"):
            db.execute("INSERT INTO tickets (id) VALUES (?)", (message,))
