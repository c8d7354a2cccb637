"""The rows that a sweep gives back: a list of dicts that all have the same keys."""

import csv
from io import StringIO
from pathlib import Path
from statistics import fmean


class Table(list):
    """A list of rows, each a dict of plain values; `columns` are their names."""

    @property
    def columns(self):
        """The names, in order."""
        return list(self[0]) if self else []

    def column(self, name):
        """Return the values of one column; raises KeyError if there is none of this name."""
        self._known(name)
        return [row[name] for row in self]

    def mean(self, value, *by):
        """Return a `Table` with a row for each combination of the columns `by`: these, the mean of `value`, and `runs`.

        Rows that ended in an error (`keep_errors=True`) do not count; the mean of none is None. Raises KeyError if there
        is no column of that name.
        """
        self._known(value, *by)
        groups = {}
        for row in self:
            group = groups.setdefault(tuple(row[name] for name in by), [])
            if row[value] is not None:
                group.append(row[value])
        return Table(
            dict(zip(by, key)) | {value: fmean(figures) if figures else None, "runs": len(figures)} for key, figures in groups.items()
        )

    def to_csv(self, path=None):
        """Return the table as CSV, every float with all its digits, and write it (UTF-8) to `path` if there is one."""
        out = StringIO()
        writer = csv.DictWriter(out, self.columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self)
        if path is not None:
            Path(path).write_text(out.getvalue(), encoding="utf-8", newline="")
        return out.getvalue()

    def _known(self, *names):
        for name in names:
            if name not in self.columns:
                raise KeyError(f"a column must be one of {', '.join(self.columns)}, got {name!r}")
