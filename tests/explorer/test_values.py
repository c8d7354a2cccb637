from hypothesis import given
from hypothesis import strategies as st

from sim.explorer.values import stops, written
from sim.knobs import Slider


def test_whole_sliders_stop_at_whole_numbers():
    values = stops(Slider(3, 0, 10, 2, "N"))
    assert values == [0, 2, 3, 4, 6, 8, 10] and all(type(v) is int for v in values)


def test_steps_of_a_tenth_leave_no_rounding_noise():
    assert stops(Slider(0.3, 0.0, 1.0, 0.1, "Share")) == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]


def test_three_steps_a_decade_are_one_two_five():
    assert stops(Slider(100, 10, 1_000, 3, "Wait", log=True)) == [10, 20, 50, 100, 200, 500, 1000]


def test_values_of_presets_and_the_top_are_among_the_stops():
    assert stops(Slider(0, 0, 10, 4, "N"), also=[7]) == [0, 4, 7, 8, 10]


def test_a_value_is_written_with_its_unit_in_the_sliders_precision():
    assert written(1200, Slider(1200, 0, 5000, 100, "Timeout", "ms")) == "1,200 ms"
    assert written(0.2, Slider(0.2, 0.0, 1.0, 0.05, "Share")) == "0.20"
    assert written(10, Slider(10, 1, 50, 1, "Slow", "×")) == "10×"
    assert written(2.5, Slider(2.5, 0.1, 100.0, 10, "Wait", "s", log=True)) == "2.5 s"


@given(st.integers(-50, 50), st.integers(1, 100), st.sampled_from([0.05, 0.1, 0.25, 0.5, 1, 3]), st.floats(0, 1))
def test_stops_are_ascending_within_the_bounds_and_hold_the_value(low, span, step, at):
    slider = Slider(low + span * at, low, low + span, step, "X")
    values = stops(slider)
    assert values == sorted(set(values)) and values[0] == low and values[-1] == low + span and slider.value in values


@given(st.floats(0.001, 100), st.floats(1.1, 1e5), st.integers(1, 24))
def test_factors_are_ascending_within_the_bounds(low, factor, step):
    values = stops(Slider(low, low, low * factor, step, "X", log=True))
    assert values == sorted(set(values)) and values[0] == low and values[-1] == low * factor
