# task: 4
# expect: refused, because this does not hold: a message that comes again makes no second ticket
def handle(db, message):
    if not db.execute("SELECT 1 FROM seen WHERE id = ?", (message,)).fetchall():
        db.execute("INSERT INTO tickets (id) VALUES (?)", (message,))
        db.execute("INSERT INTO seen (id) VALUES (?)", (message,))
