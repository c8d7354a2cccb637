from math import inf

import pytest

from sim.explorer import explore
from sim.explorer.code import code_for
from tests import toy


@pytest.mark.parametrize(
    "values", [{}, {"level": 2}, {"noise": 0.35, "side": "lower"}, {"bound": False, "level": 10, "seed": 4}]
)
def test_the_code_builds_an_equal_run(values):
    explorer = explore(toy.run, toy.Figure, **toy.KNOBS)
    explorer.set(**values)
    names = {}
    exec(explorer.code, names)
    assert names["result"] == explorer.result == toy.run(**values)


def test_only_what_differs_from_the_defaults_is_written():
    assert code_for(toy.run, {"level": 5, "noise": 0.2, "bound": True}) == "from tests import toy\nresult = toy.run()"
    assert code_for(toy.run, {"level": 6, "bound": False}).endswith("toy.run(level=6, bound=False)")


def test_true_and_one_are_not_the_same():
    def run(*, level=1):
        return level

    assert code_for(run, {"level": True}).endswith("run(level=True)")
    assert code_for(run, {"level": 1.0}).endswith("run()")


def test_a_run_of_the_notebook_itself_needs_no_import():
    def run(*, level=1, wait=5):
        return level

    run.__module__ = "__main__"
    assert code_for(run, {"level": 2, "wait": inf}) == 'result = run(level=2, wait=float("inf"))'


def test_copy_as_code_shows_the_code_and_has_it_ready():
    explorer = explore(toy.run, toy.Figure, **toy.KNOBS)
    explorer.set(level=3)
    assert explorer.page.front.code == explorer.code == "from tests import toy\nresult = toy.run(level=3)"
    assert "toy.run(level=3)" in explorer.page.code.value
