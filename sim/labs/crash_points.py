"""A process that crashes before each of its statements in turn, with a real SQLite file that outlives it.

    books = every_crash(SHOP, lambda db, publish: take_order(db, "o-1", publish), recover)

Whatever has not been committed is rolled back by SQLite itself when the connection is gone.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from sim.arguments import text

MOST = 100  # statements of one piece of work


class Crash(BaseException):
    """The process is gone; no `except Exception` holds it up."""


class Fragile:
    """A connection to a database that is gone before its statement number `last` (counted from 0)."""

    def __init__(self, connection, last):
        self._connection, self._left = connection, last
        self.dead = False

    def execute(self, sql, values=()):
        """Execute a statement as `sqlite3.Connection.execute` does; a dead process executes nothing any more."""
        return self.step(lambda: self._connection.execute(sql, values))

    def step(self, do):
        """Do something that takes its turn among the statements, such as publishing a message."""
        if self.dead:
            return None  # the `except` and `finally` of a process that is gone do not happen
        if self._left == 0:
            self.dead = True
            raise Crash
        self._left -= 1
        return do()


def every_crash(tables, work, recover):
    """Return what `recover` says after a crash before each statement of `work` in turn, and at last after none: a list.

    `tables`: SQL that makes the tables of a new database for each. `work(db, publish)`: what is to be done, `db.execute(sql,
    values)` and `publish(message)` being its statements; without a transaction each is committed at once. `recover(db, published)`
    gets a healthy connection and the list of messages published so far, and returns what is to be told.
    Raises ValueError if the work has more than 100 statements.
    """
    text("tables", tables)
    told = []
    with TemporaryDirectory(prefix="crash-points-", ignore_cleanup_errors=True) as folder:
        for last in range(MOST + 1):
            path, published = Path(folder, f"{last}.db"), []
            crashed = _once(path, tables, work, last, published)
            db = _opened(path)
            try:
                told.append(recover(db, published))
            finally:
                db.close()
            if not crashed:
                return told
    raise ValueError(f"work must have at most {MOST} statements, got more")


def _once(path, tables, work, last, published):
    db = _opened(path)
    try:
        db.executescript(tables)
        process = Fragile(db, last)
        with suppress(Crash):
            work(process, lambda message: process.step(lambda: published.append(message)))
        return process.dead
    finally:
        db.close()  # and what was not committed is rolled back


def _opened(path):
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous=OFF")  # nobody pulls the plug here
    return db
