# task: 4
# expect: accepted
import sqlite3


def handle(db, message):
    try:
        with transaction(db):
            db.execute("INSERT INTO seen (id) VALUES (?)", (message,))
            db.execute("INSERT INTO tickets (id) VALUES (?)", (message,))
    except sqlite3.IntegrityError:
        pass  # it was there before
