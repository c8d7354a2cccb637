"""The picture of the retry storm."""

from sim.figures.storm import StormFigure
from sim.scenarios import metastability


def test_curves_are_what_was_counted():
    result = metastability.run(pause=2, lasts=20)
    figure = StormFigure()
    figure.draw(result)
    tried = figure.rates.curves["tries"].get_ydata()
    assert max(tried) > 500 and len(tried) == len(result.watch.times)
    waits = figure.wait.curves["wait"].get_ydata()
    assert max(waits) * 300 == max(result.watch.waiting["server"])


def test_longer_run_gets_a_longer_axis():
    figure = StormFigure()
    figure.draw(metastability.run(lasts=20, pause=0.5))
    assert figure.rates.axes.get_xlim()[1] == 20
    figure.draw(metastability.run(lasts=30, pause=0.5))
    assert figure.rates.axes.get_xlim()[1] == 30


def test_axis_limits_do_not_follow_every_wiggle():
    figure = StormFigure()
    figure.draw(metastability.run(lasts=20, pause=2))
    background = figure._background
    figure.draw(metastability.run(lasts=20, pause=2, seed=2))
    assert figure._background is background
