"""The line of Python that builds a run: what the sliders say, written down."""

import inspect
from math import inf, isnan

_MISSING = object()


def parameters_of(run):
    """Return the parameters of `run` as a dict of name to default, and whether it takes any name (`**`)."""
    parameters = inspect.signature(run).parameters.values()
    fixed = {p.name: p.default for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)}
    defaults = {name: _MISSING if value is inspect.Parameter.empty else value for name, value in fixed.items()}
    return defaults, any(p.kind is p.VAR_KEYWORD for p in parameters)


def code_for(run, params):
    """Return the Python that calls `run` with `params`; arguments equal to the run's defaults are left out.

    A run that is not defined in the notebook itself comes with the import that it needs.
    """
    defaults, _ = parameters_of(run)
    changed = {n: v for n, v in params.items() if not _same(v, defaults.get(n, _MISSING))}
    arguments = ", ".join(f"{name}={_literal(value)}" for name, value in changed.items())
    module, name = run.__module__, getattr(run, "__name__", None) or type(run).__name__
    if module == "__main__":
        return f"result = {name}({arguments})"
    package, _, last = module.rpartition(".")
    if not package:
        return f"import {module}\nresult = {module}.{name}({arguments})"
    return f"from {package} import {last}\nresult = {last}.{name}({arguments})"


def _same(value, default):
    return (
        type(value) is type(default)
        and value == default
        or (
            isinstance(value, (int, float))
            and not isinstance(value, bool)
            and isinstance(default, (int, float))
            and not isinstance(default, bool)
            and value == default
        )
    )


def _literal(value):
    if isinstance(value, float) and (isnan(value) or value in (inf, -inf)):
        return f'float("{value}")'
    return repr(value)
