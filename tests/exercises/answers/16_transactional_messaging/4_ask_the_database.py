# task: 4
# expect: accepted
def handle(db, message):
    with transaction(db):
        if not db.execute("SELECT 1 FROM seen WHERE id = ?", (message,)).fetchall():
            db.execute("INSERT INTO tickets (id) VALUES (?)", (message,))
            db.execute("INSERT INTO seen (id) VALUES (?)", (message,))
