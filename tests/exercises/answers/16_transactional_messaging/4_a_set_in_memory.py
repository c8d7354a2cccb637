# task: 4
# expect: refused, because this does not hold: every message has a ticket, whatever the crash
seen = set()


def handle(db, message):
    if message not in seen:
        seen.add(message)
        db.execute("INSERT INTO tickets (id) VALUES (?)", (message,))
