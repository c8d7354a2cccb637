# task: 4
# expect: refused, because this does not hold: every message has a ticket, whatever the crash
def handle(db, message):
    new = db.execute("INSERT OR IGNORE INTO seen (id) VALUES (?)", (message,))
    if new.rowcount == 1:
        db.execute("INSERT INTO tickets (id) VALUES (?)", (message,))
