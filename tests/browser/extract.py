"""The explorers of a notebook without the rest of it, so that many can be opened in little time."""

import ast
import builtins

import nbformat


def with_explorers(folder):
    """Return the names of the notebooks in `folder` in which an explorer is made, in order."""
    return [path.stem for path in sorted(folder.glob("*.ipynb")) if any(map(makes_explorer, code_cells(path)))]


def code_cells(path):
    """Return the sources of a notebook's code cells."""
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def makes_explorer(source):
    """True if a cell calls `explore`."""
    return any(isinstance(node, ast.Call) and getattr(node.func, "id", "") == "explore" for node in ast.walk(ast.parse(source)))


def cells_of_explorers(path):
    """Return the imports of a notebook and its cells that make an explorer; all its code if these need more than that."""
    cells = code_cells(path)
    imports = [node for source in cells for node in ast.parse(source).body if isinstance(node, (ast.Import, ast.ImportFrom))]
    made = [source for source in cells if makes_explorer(source)]
    known = set(dir(builtins)) | {alias.asname or alias.name.partition(".")[0] for node in imports for alias in node.names}
    if any(needed(source) - known for source in made):
        return cells
    return ["\n".join(map(ast.unparse, imports)), *made]


def needed(source):
    """Return the names that a cell reads and does not set."""
    names = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)]
    return {node.id for node in names} - {node.id for node in names if isinstance(node.ctx, ast.Store)}
