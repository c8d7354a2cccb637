"""The order of the tests: files that take longest come first, so that no worker is left with one of them at the end."""

LONG = (
    "browser/test_topics.py",
    "notebooks/test_every_notebook.py",
    "exercises/test_every_exercise.py",
    "browser/test_explorer.py",
    "scenarios/test_corners.py",
    "notebooks/test_claims.py",
    "exercises/test_member_run.py",
    "test_metastability.py",
    "test_invariants.py",
)


def pytest_collection_modifyitems(items):
    """Put the tests of long files first; the others stay in order."""
    items.sort(key=lambda item: next((place for place, end in enumerate(LONG) if item.path.as_posix().endswith(f"tests/{end}")), len(LONG)))
