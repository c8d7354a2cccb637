"""Cut an exercise from its solution.

A solution notebook holds tasks: a code cell tagged ``solution`` and, after it, a code cell tagged ``check``. In a
solution cell two kinds of marker say what the member is to write::

    def wait(attempt):
        # BEGIN SOLUTION give the wait before the next attempt
        return min(cap, base * 2**attempt)
        # END SOLUTION

    smallest_pause = 700  # SOLUTION
    settings = {
        "failures": 5,  # SOLUTION
    }

The region, inside a function, becomes ``raise NotImplementedError("Exercise 2: give the wait before the next
attempt")``; a marked line keeps its name or key and gets ``...`` for its value. A region of plain assignments outside
functions gets ``...`` for each of them.
"""

import ast
import copy
import hashlib
import re
from dataclasses import dataclass

BEGIN = re.compile(r"^(\s*)# BEGIN SOLUTION\b[:\s]*(.*?)\s*$")
END = re.compile(r"^\s*# END SOLUTION\s*$")
NAMED = r"\w+\s*(?::[\w\[\], .|]+)?=(?!=)"  # name = …, name: kind = …, keyword=…
KEYED = r"(?:\"[^\"]*\"|'[^']*'|[\w.]+)\s*:"  # "key": …
LINE = re.compile(rf"^(\s*(?:{NAMED}|{KEYED})\s*)(.*?)(,?)\s*# SOLUTION\s*$")
HEADING = re.compile(r"^#+\s*(Exercise (\d+).*?)\s*$", re.MULTILINE)


class CutError(ValueError):
    """A solution notebook that cannot be cut; the text names the cell and what is wrong."""


@dataclass(frozen=True)
class Task:
    """One task: its number counted from 1, its heading, and the ids of the cell to solve and of the cell that checks
    it.
    """

    number: int
    title: str
    solution: str
    check: str


def tags(cell):
    """Return the tags of a cell, a list."""
    return list(cell["metadata"].get("tags", []))


def tasks(notebook):
    """Return the tasks of a notebook, in order.

    Raises CutError unless each solution cell is followed by exactly one check cell before the next one, and each
    stands under a heading that says ``Exercise 1``, ``Exercise 2``, … in order.
    """
    found, heading, open_task = [], None, None
    for cell in notebook["cells"]:
        kind = tags(cell)
        if cell["cell_type"] == "markdown":
            headings = HEADING.findall(cell["source"])
            heading = headings[-1] if headings else heading
        elif "solution" in kind:
            if open_task:
                raise CutError(f"cell {open_task[0]}: this solution has no check cell after it")
            number = len(found) + 1
            if heading is None or int(heading[1]) != number:
                raise CutError(
                    f"cell {cell['id']}: solution {number} must stand under a heading 'Exercise {number}: …'"
                )
            open_task = cell["id"], heading[0]
        elif "check" in kind:
            if not open_task:
                raise CutError(f"cell {cell['id']}: this check cell has no solution cell of its own before it")
            found.append(Task(len(found) + 1, open_task[1], open_task[0], cell["id"]))
            open_task = None
    if open_task:
        raise CutError(f"cell {open_task[0]}: this solution has no check cell after it")
    return found


def cut(notebook, name):
    """Return the exercise as a new notebook: the same cells under the same ids, solutions replaced by stubs.

    Its metadata keep ``name`` and a digest of every cell as it was cut, by which `work_in` later finds what a member
    has written. Raises CutError if a marker is missing, unpaired, outside a solution cell or where a stub could not
    stand.
    """
    exercise = copy.deepcopy(notebook)
    number_of = {task.solution: task.number for task in tasks(notebook)}
    for cell in exercise["cells"]:
        if cell["id"] in number_of:
            cell["source"] = stub(cell["source"], number_of[cell["id"]], cell["id"])
        elif cell["cell_type"] == "code" and re.search(r"#.*\bSOLUTION\b", cell["source"]):
            raise CutError(f"cell {cell['id']}: a SOLUTION marker in a cell that is not tagged solution")
        if "check" in tags(cell):
            cell["metadata"].update(editable=False, deletable=False)
    exercise["metadata"]["exercise"] = {
        "as_cut": {cell["id"]: digest(cell) for cell in exercise["cells"]},
        "name": name,
    }
    return exercise


def digest(cell):
    """Return a short digest of what a member can write in a cell: its kind and source, not its outputs."""
    return hashlib.sha256(f"{cell['cell_type']}\n{cell['source']}".encode()).hexdigest()[:16]


def work_in(exercise, fresh):
    """Return what a member has done to an exercise since it was cut, a list of sentences, empty if it is as cut.

    It is held against the digests it keeps itself, so that a newer solution does not look like work; without them
    against the `fresh` cut.
    """
    kept = exercise["metadata"].get("exercise") or fresh["metadata"]["exercise"]
    as_cut = kept["as_cut"]
    here = {cell.get("id"): cell for cell in exercise["cells"]}
    added = [f"cell {key} was added" for key, cell in here.items() if key not in as_cut and cell["source"].strip()]
    changed = [
        f"cell {key} was filled in" for key, cell in here.items() if key in as_cut and digest(cell) != as_cut[key]
    ]
    removed = [f"cell {key} was taken out" for key in as_cut if key not in here]
    return changed + added + removed


def stub(source, number, where="solution"):
    """Return the source of a solution cell with its solution replaced by stubs of Exercise `number`."""
    regions, marked = _markers(source, where)
    tree = _parsed(source, where)
    inside = _lines_inside_functions(tree)
    out, skip_to = [], 0
    for at, line in enumerate(source.split("\n"), 1):
        if at <= skip_to:
            continue
        if at in regions:
            end, indent, what = regions[at]
            out += [f"{indent}{text}" for text in _region_stub(tree, at, end, what, number, at in inside, where)]
            skip_to = end
        elif at in marked:
            if at in inside:
                raise CutError(
                    f"cell {where}, line {at}: a # SOLUTION line inside a function; use BEGIN and END SOLUTION there"
                )
            out.append(LINE.sub(r"\1...\3", line))
        else:
            out.append(line)
    result = "\n".join(out)
    _parsed(result, where)
    return result


def _markers(source, where):
    """Return the regions as {first line: (last line, indent, text)} and the set of marked lines, or raise CutError."""
    regions, marked, begun = {}, set(), None
    for at, line in enumerate(source.split("\n"), 1):
        if match := BEGIN.match(line):
            if begun:
                raise CutError(f"cell {where}, line {at}: BEGIN SOLUTION inside a region that line {begun[0]} began")
            begun = at, match[1], match[2]
        elif END.match(line):
            if not begun:
                raise CutError(f"cell {where}, line {at}: END SOLUTION without a BEGIN")
            regions[begun[0]] = at, begun[1], begun[2]
            begun = None
        elif begun:
            continue
        elif LINE.match(line):
            marked.add(at)
        elif re.search(r"#.*\bSOLUTION\b", line):
            raise CutError(
                f"cell {where}, line {at}: a SOLUTION marker on a line without 'name = value' or 'key: value'"
            )
    if begun:
        raise CutError(f"cell {where}, line {begun[0]}: BEGIN SOLUTION without an END")
    if not regions and not marked:
        raise CutError(f"cell {where}: tagged solution, but nothing in it is marked as SOLUTION")
    return regions, marked


def _parsed(source, where):
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise CutError(f"cell {where}: not Python, before or after the cut: {error}") from error


def _lines_inside_functions(tree):
    """Return the lines of every function body."""
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return {line for node in functions for line in range(node.lineno + 1, node.end_lineno + 1)}


def _region_stub(tree, begin, end, what, number, in_function, where):
    """Return the lines, without indent, that stand for the region from line `begin` to line `end`."""
    if in_function:
        if not what:
            raise CutError(f"cell {where}, line {begin}: say after BEGIN SOLUTION what is to be written")
        words = f"Exercise {number}: {what}".replace("\\", "\\\\").replace('"', '\\"')
        return [f'raise NotImplementedError("{words}")']
    lines = []
    for node in (node for node in tree.body if begin < node.lineno < end):
        names = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or not isinstance(names[0], ast.Name) or len(names) != 1:
            raise CutError(
                f"cell {where}, line {node.lineno}: outside a function a region may hold only 'name = value'"
            )
        lines.append(f"{names[0].id} = ...")
    if not lines:
        raise CutError(f"cell {where}, line {begin}: nothing in this region can be left for the member to write")
    return lines
