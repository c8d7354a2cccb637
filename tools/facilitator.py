"""Make the pages for whoever leads a session, ``docs/facilitator/NN_topic.md``, from the notebooks.

``python -m tools.facilitator`` writes the pages that are stale; ``--check`` only names them and exits with 1.
"""

import argparse
import sys
from pathlib import Path

from tools.facilitator_page import page
from tools.facilitator_topic import topic
from tools.form import read
from tools.rules import SLIDES

ROOT = Path(__file__).resolve().parent.parent


def main(arguments=None):
    """Run the command; returns 0 if all pages are fresh or made so, 1 if one is stale (``--check``) or cannot be made."""
    parser = argparse.ArgumentParser(prog="python -m tools.facilitator", description=__doc__.split("\n\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing, exit with 1 if a page is stale")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that holds notebooks, solutions and docs")
    options = parser.parse_args(arguments)
    said = bring_up_to_date(options.root, write=not options.check)
    print("\n".join(text for text, _ in said) or "every page for the facilitator is fresh")
    return int(any(wrong for _, wrong in said))


def topic_paths(root):
    """Return the paths of the notebooks that are a topic of the chapter, in order."""
    return [path for path in sorted((root / "notebooks").glob("*.ipynb")) if path.name[:2] in SLIDES]


def topic_at(path):
    """Return the `Topic` of the notebook at `path`, with the tasks of the solution of its name if there is one.

    Raises ValueError if it is no notebook, or if its guide names what it does not have.
    """
    solution = path.parent.parent / "solutions" / path.name
    try:
        return topic(read(path), path.stem, read(solution) if solution.exists() else None)
    except ValueError as error:
        raise ValueError(f"notebooks/{path.name}: {error}") from error


def bring_up_to_date(root, write=True):
    """Make all pages below `root`, or with ``write=False`` only compare; returns pairs of a sentence and whether it
    means that something is wrong, an empty list if all is well.
    """
    said, folder, fresh = [], root / "docs" / "facilitator", set()
    for path in topic_paths(root):
        fresh.add(f"{path.stem}.md")
        try:
            text = page(topic_at(path))
        except ValueError as error:
            said.append((str(error), True))
            continue
        said += _put(folder / f"{path.stem}.md", text, write)
    said += [
        (f"docs/facilitator/{path.name}: there is no notebook of this name to make it from", True)
        for path in sorted(folder.glob("[0-9]*.md"))
        if path.name not in fresh
    ]
    return said


def _put(path, text, write):
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return []
    if not write:
        return [(f"docs/facilitator/{path.name}: is stale, run: make notebooks", True)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return [(f"docs/facilitator/{path.name}: made from its notebook", False)]


if __name__ == "__main__":
    sys.exit(main())
