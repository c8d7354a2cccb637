"""Tell a member whether an exercise is solved: ``check(label, condition, hint)``.

A check that does not pass raises, it never merely prints: a notebook may be saved with its outputs, and only an error
is an error again when nbval runs it. The error speaks one of three answers: *not started*, *not yet, because …* or
*your code raised …*.
"""

import dis
import traceback
from types import CodeType, FunctionType

from sim.arguments import text

NOT_STARTED, NOT_YET, RAISED = "not started", "not yet", "your code raised"


class CheckFailed(AssertionError):  # noqa: N818 - a member reads this name: the check failed, not a program
    """A check did not pass.

    ``label`` is what was to be shown and ``answer`` one of "not started", "not yet" and "your code raised"; the text
    says both in words.
    """

    def __init__(self, label, answer, words):
        super().__init__(words)
        self.label = label
        self.answer = answer

    def _render_traceback_(self):
        """Return what Jupyter shows: one line, in place of a traceback through code that is not the member's."""
        return [f"✗ {self}"]


def check(label, condition, hint):
    """Print ``✓ label`` when the condition holds, otherwise raise `CheckFailed` with one of three answers.

    ``condition`` is a function without arguments that gives True or False, as in ``check("the pause tips the system",
    lambda: goodput(pause) < 0.01, hint="try a longer pause")``. It is called here, so that an error in the member's
    code is told in words, and what it reads is looked at first, so that a value that is still ``...`` counts as not
    started whatever comparing it would give. A plain True or False is taken too, where nothing is left open in the
    exercise.

    An endless loop in the member's code is not noticed here: nbval's time limit for a cell ends it.

    Raises TypeError if label or hint is no string, or the condition neither True, False nor a function, since it then
    checks nothing; ValueError if label or hint is empty.
    """
    text("label", label)
    text("hint", hint)
    result = _called(label, condition) if callable(condition) else condition
    if result is ...:
        raise CheckFailed(label, NOT_STARTED, f"not started: there is still a ... to replace ({label})")
    if not _is_truth(result):
        if not callable(condition):
            raise TypeError(
                f"condition must be True, False or a function that gives one of them, got {condition!r} for {label!r}"
            )
        raise CheckFailed(
            label, NOT_YET, f"not yet, because {result!r} came out, neither True nor False: {label}. Hint: {hint}"
        )
    if not result:
        raise CheckFailed(label, NOT_YET, f"not yet, because this does not hold: {label}. Hint: {hint}")
    print(f"✓ {label}")


def _called(label, condition):
    """Return what the condition gives, or raise the answer for a value left open, a stub, or an error in the member's
    code.
    """
    for name, value in _reads(condition):
        if _holds_ellipsis(value):
            raise CheckFailed(label, NOT_STARTED, f"not started: {name} still holds ... ({label})")
    try:
        return condition()
    except CheckFailed:
        raise
    except NotImplementedError as error:
        what = str(error) or "a NotImplementedError is still raised"
        raise CheckFailed(label, NOT_STARTED, f"not started: {what} ({label})") from error
    except (
        Exception
    ) as error:  # whatever the member's code raises is an answer to the member, not a failure of the check
        said = f"{type(error).__name__}: {error}".removesuffix(": ")
        raise CheckFailed(
            label, RAISED, f"your code raised {said}{_place(error, condition)}. To show: {label}"
        ) from error


def _place(error, condition):
    """Return where the member's code raised, in words, or a question if it was not reached at all."""
    code, space = getattr(condition, "__code__", None), getattr(condition, "__globals__", None)
    frames = [
        (frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_globals is space
    ]
    if not frames:
        return ""
    where, line = frames[-1]
    if where is not code:
        return f" (line {line} of its cell, in {where.co_name})"
    return " (have the cells above been run?)" if isinstance(error, NameError) else ""


def _reads(function):
    """Yield name and value of all that a function reads outside itself, through the functions of its own notebook."""
    to_do, seen = [function], set()
    while to_do:
        function = to_do.pop()
        if not isinstance(function, FunctionType) or function in seen:
            continue
        seen.add(function)
        space = function.__globals__
        found = [(name, space[name]) for name in _global_names(function.__code__) if name in space]
        for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
            try:
                found.append((name, cell.cell_contents))
            except ValueError:  # not bound yet
                continue
        found += [("an argument", value) for value in function.__defaults__ or ()]
        yield from found
        to_do += [value for _, value in found if getattr(value, "__globals__", None) is space]


def _global_names(code):
    """Return the global names a code object reads, those of functions within it included, in order; no names of
    attributes.
    """
    names = [i.argval for i in dis.get_instructions(code) if i.opname in ("LOAD_GLOBAL", "LOAD_NAME")]
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            names += _global_names(constant)
    return list(dict.fromkeys(names))


def _holds_ellipsis(value, depth=3):
    """Return whether a value is ``...`` or a plain container that holds it."""
    if value is ...:
        return True
    if depth == 0 or not isinstance(value, (dict, list, tuple, set, frozenset)):
        return False
    inside = [*value, *value.values()] if isinstance(value, dict) else value
    return any(_holds_ellipsis(item, depth - 1) for item in inside)


def _is_truth(value):
    """Return whether a value is a bool, numpy's included (known by its name, so that numpy need not be imported)."""
    kind = type(value)
    return kind is bool or (kind.__module__ == "numpy" and kind.__name__ in ("bool", "bool_"))
