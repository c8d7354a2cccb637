# task: 4
# expect: accepted
def handle(db, message):
    db.execute("INSERT INTO tickets (id) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM tickets WHERE id = ?)", (message, message))
