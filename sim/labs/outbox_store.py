"""The databases of an outbox: a shop's, with orders and messages to send, and a kitchen's, which knows what it has seen.

SQLite, one file each. What stands inside `with transaction(db):` happens as a whole or not at all, however its process ends.
"""

import sqlite3
from contextlib import contextmanager

BUSY = 20  # s that a transaction waits for another one to end

SHOP = """
CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS outbox (number INTEGER PRIMARY KEY, id TEXT NOT NULL, published INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS unpublished ON outbox (number) WHERE published = 0;
"""
KITCHEN = """
CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS tickets (number INTEGER PRIMARY KEY, id TEXT NOT NULL);
"""


@contextmanager
def database(path, tables):
    """Give a connection to the SQLite file at `path`, which gets these tables; it is closed when the block ends."""
    db = sqlite3.connect(path, timeout=BUSY, isolation_level=None)  # None: transactions begin where we say so
    try:
        db.execute("PRAGMA journal_mode=WAL")  # readers do not wait for the one that writes
        db.execute("PRAGMA synchronous=NORMAL")  # safe against a killed process, which is what is tried here
        db.executescript(tables)
        yield db
    finally:
        db.close()


@contextmanager
def transaction(db):
    """Let what stands in the block happen as a whole, or not at all."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def write_order(db, order):
    """Write an order (its id) and nothing else."""
    db.execute("INSERT INTO orders (id) VALUES (?)", (order,))


def write_message(db, order):
    """Write a message about an order into the outbox."""
    db.execute("INSERT INTO outbox (id) VALUES (?)", (order,))


def unpublished(db, batch):
    """Return (number, id) of the oldest messages that are not marked as published, at most `batch`."""
    return db.execute("SELECT number, id FROM outbox WHERE published = 0 ORDER BY number LIMIT ?", (batch,)).fetchall()


def mark_published(db, numbers):
    """Mark messages of the outbox as published."""
    db.executemany("UPDATE outbox SET published = 1 WHERE number = ?", [(number,) for number in numbers])


def cook(db, message):
    """Write a ticket for a message (its id) unless it was seen before, in one transaction; return whether it was new."""
    with transaction(db):
        new = db.execute("INSERT OR IGNORE INTO seen (id) VALUES (?)", (message,)).rowcount == 1
        if new:
            db.execute("INSERT INTO tickets (id) VALUES (?)", (message,))
    return new


def ids(db, table):
    """Return the ids in a table, sorted."""
    return [row[0] for row in db.execute(f"SELECT id FROM {table} ORDER BY id")]  # the table's name is one of ours
