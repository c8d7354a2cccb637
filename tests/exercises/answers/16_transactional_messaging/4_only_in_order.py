# task: 4
# expect: refused, because this does not hold: two messages of the same kitchen do not disturb each other
def handle(db, message):
    with transaction(db):
        if message > max(ids(db, "tickets"), default=""):  # ids grow, do they not?
            db.execute("INSERT INTO tickets (id) VALUES (?)", (message,))
