from inspect import signature
from itertools import product

import pytest

from sim.explorer import Explorer, explore
from sim.knobs import Choice, Slider, Switch
from tests import toy


@pytest.fixture
def explorer():
    made = explore(toy.run, toy.Figure, presets=toy.PRESETS, **toy.KNOBS)
    yield made
    made.close()


def counted(run, calls):
    """Return `run` with every call and start written into the list `calls`."""

    def counting(**params):
        calls.append(params)
        return run(**params)

    def start(**params):
        calls.append(params)
        return run.start(**params)

    counting.__signature__ = signature(run)
    counting.start, counting.turn = start, run.turn
    return counting


def png_size(png):
    png = bytes(png)
    assert png.startswith(b"\x89PNG\r\n")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def test_first_picture_and_sentence_are_there_when_explore_returns(explorer):
    picture = explorer.page.picture
    assert png_size(picture.value) == toy.Figure.size == (int(picture.width), int(picture.height))
    assert explorer.sentence == toy.run().sentence and explorer.sentence in explorer.page.sentence.value


def test_a_bug_in_the_first_run_or_picture_is_raised_in_the_cell():
    for fault, error in (("run", ZeroDivisionError), ("draw", KeyError)):
        with pytest.raises(error):
            explore(toy.run, toy.Figure, fault=Choice(fault, [fault], "Fault"))


def test_a_moved_slider_runs_with_its_value(explorer):
    before = explorer.page.picture.value
    explorer.controls["noise"].widget.value = 0.5
    assert explorer.result == toy.run(noise=0.5) and explorer.page.picture.value != before
    assert explorer.sentence == toy.run(noise=0.5).sentence


def test_a_senseless_combination_is_answered_in_words_and_the_last_good_picture_stays(explorer):
    before, good = explorer.page.picture.value, explorer.result
    explorer.controls["level"].widget.value = 10
    assert explorer.sentence.startswith(
        "These settings do not work together: level must be at most 8 when bounded, got 10."
    )
    assert explorer.page.picture.value == before and explorer.result is good
    assert "⚠" in explorer.page.sentence.value
    explorer.controls["bound"].widget.value = False
    assert explorer.sentence == toy.run(level=10, bound=False).sentence and "⚠" not in explorer.page.sentence.value


@pytest.mark.parametrize(
    ("fault", "told"), [("run", "ZeroDivisionError: division by zero"), ("draw", "KeyError: 'no such curve'")]
)
def test_a_fault_of_the_program_is_told_and_the_explorer_goes_on(fault, told):
    explorer = explore(toy.run, toy.Figure, fault=Choice("none", ["none", "run", "draw"], "Fault"), **toy.KNOBS)
    before = explorer.page.picture.value
    explorer.controls["fault"].widget.value = fault
    assert told in explorer.sentence and "not yours" in explorer.sentence
    assert explorer.page.picture.value == before
    explorer.set(fault="none", noise=0.4)
    assert explorer.sentence == toy.run(noise=0.4).sentence and explorer.page.picture.value != before


def test_markup_in_a_message_is_shown_as_text():
    def run(*, level=1):
        if level > 1:
            raise ValueError("level < 2 & <b>no</b> more")
        return toy.run()

    explorer = explore(run, toy.Figure, level=(1, 2))
    explorer.set(level=2)
    assert "&lt;b&gt;no&lt;/b&gt;" in explorer.page.sentence.value


def test_no_end_of_any_two_sliders_makes_an_exception(explorer):
    ends = {
        name: [control.widget.options[0][1], control.widget.options[-1][1]]
        for name, control in explorer.controls.items()
        if isinstance(control.knob, Slider)
    }
    for one, other in product(ends, ends):
        for values in product(ends[one], ends[other]):
            explorer.set(**{one: values[0]} | {other: values[1]})
            assert explorer.sentence and png_size(explorer.page.picture.value) == toy.Figure.size


def test_a_preset_sets_its_values_and_all_others_to_their_defaults_in_one_run():
    calls = []
    explorer = explore(counted(toy.run, calls), toy.Figure, presets=toy.PRESETS, **toy.KNOBS)
    explorer.set(side="lower", noise=0.7)
    calls.clear()
    explorer.page.presets["Wild"].click()
    assert len(calls) == 1
    assert explorer.params == {"level": 8, "noise": 1.0, "wait": 100, "side": "upper", "bound": True, "seed": 1}
    assert "sim-chosen" in explorer.page.presets["Wild"]._dom_classes
    assert "sim-chosen" not in explorer.page.presets["Calm"]._dom_classes


def test_reset_returns_to_the_first_settings_seed_and_cursor(explorer):
    explorer.set(level=2, side="lower", seed=9)
    explorer.page.cursor.value = 3
    explorer.page.reset.click()
    assert explorer.result == toy.run() and explorer.params["seed"] == 1
    assert explorer.screen.cursor == toy.run().until / 2 and explorer.page.cursor.value == 10


def test_next_seed_runs_the_same_settings_with_other_chances(explorer):
    explorer.page.next_seed.click()
    assert explorer.page.seed.value == 2 and explorer.result == toy.run(seed=2)
    explorer.page.seed.value = 40
    assert explorer.result == toy.run(seed=40)


def test_a_run_without_a_seed_gets_no_seed_box():
    def run(*, level=1):
        return toy.run(level=level)

    explorer = explore(run, toy.Figure, level=(1, 5))
    assert explorer.page.seed is None and explorer.page.live is None and explorer.params == {"level": 1}
    with pytest.raises(ValueError, match="seed must be a parameter of the run"):
        explore(run, toy.Figure, seed=3)


def test_the_kept_run_is_a_ghost_until_it_is_forgotten(explorer):
    explorer.page.keep.click()
    kept = explorer.screen.kept
    assert kept is explorer.result and explorer.page.keep.description == "Forget kept run"
    explorer.set(noise=0.8)
    assert explorer.screen.kept is kept and explorer.result is not kept
    with_ghost = explorer.page.picture.value
    explorer.page.keep.click()
    assert explorer.screen.kept is None and explorer.page.keep.description == "Keep this run"
    assert explorer.page.picture.value != with_ghost
    assert explorer.page.picture.value == toy.Figure().draw(toy.run(noise=0.8), None, 10_000)


def test_the_time_cursor_redraws_and_does_not_run_again():
    calls = []
    explorer = explore(counted(toy.run, calls), toy.Figure, cursor=4_000, **toy.KNOBS)
    assert explorer.page.cursor.value == 4 and explorer.page.cursor.max == 20
    before = explorer.page.picture.value
    explorer.page.cursor.value = 12.5
    assert len(calls) == 1 and explorer.page.picture.value != before and explorer.screen.cursor == 12_500


def test_the_cursor_follows_the_length_of_the_run():
    explorer = explore(toy.run, toy.Figure, cursor=15_000, until=Slider(20, 5, 40, 5, "Until", "s"))
    explorer.set(until=5)
    assert explorer.page.cursor.max == 5 and explorer.screen.cursor == 5_000
    explorer.set(until=40)
    assert explorer.page.cursor.max == 40


def test_a_result_without_a_time_has_no_cursor():
    explorer = explore(toy.nothing, toy.Empty, level=Slider(5, 0, 10, 1, "Level"))
    assert explorer.page.cursor.disabled and explorer.page.play.disabled
    explorer.set(level=7)
    assert explorer.sentence == "Nothing happened."


def test_two_explorers_do_not_touch_each_other(explorer):
    other = explore(toy.run, toy.Figure, **toy.KNOBS)
    explorer.set(level=2)
    explorer.page.keep.click()
    assert other.result == toy.run() and other.screen.kept is None and other.params["level"] == 5


def test_without_an_event_loop_play_is_at_the_end_at_once_and_live_says_why_not(explorer):
    explorer.page.play.value = True
    assert explorer.screen.cursor == 20_000 and explorer.page.play.value is False
    explorer.page.live.value = True
    assert explorer.page.live.value is False and "Live needs a notebook" in explorer.sentence
    assert not explorer.page.play.disabled and explorer.result == toy.run()


def test_every_control_has_a_name_for_screen_readers(explorer):
    names = explorer.page.front.names
    for control in explorer.controls.values():
        assert names[control.css] == control.knob.label and control.css in control.widget._dom_classes
    assert all(names.values())


def test_what_jupyter_shows_has_a_text_that_does_not_change(explorer):
    bundle = explorer._repr_mimebundle_()
    assert bundle["text/plain"] == "explore(run, Figure)"
    assert "application/vnd.jupyter.widget-view+json" in bundle


WRONG = [
    ({"nonsense": (1, 2)}, ValueError, "nonsense must be a parameter of the run"),
    ({"level": "five"}, TypeError, "level must be a Slider, Choice or Switch"),
    ({"level": (1,)}, TypeError, "level must be a Slider"),
    ({"level": (5, 1)}, ValueError, "high must be"),
    ({"level": (0.0, 1e6, 0.01)}, ValueError, "at most 2,001 stops"),
    ({"seed": "one"}, TypeError, "seed must be a whole number"),
    ({"seed": True}, TypeError, "seed must be a whole number"),
    ({"presets": {"Odd": {"nonsense": 1}}}, ValueError, "preset 'Odd' may set"),
    ({"presets": {"Odd": {"level": 99}}, "level": (0, 9)}, ValueError, "level must be"),
]


@pytest.mark.parametrize(("arguments", "error", "message"), WRONG)
def test_what_does_not_fit_the_run_is_refused_with_a_reason(arguments, error, message):
    with pytest.raises(error, match=message):
        explore(toy.run, toy.Figure, **arguments)


def test_live_needs_a_run_that_can_be_turned():
    with pytest.raises(ValueError, match="live=True needs a run with start and turn"):
        explore(toy.nothing, toy.Empty, live=True)
    assert explore(toy.run, toy.Figure, live=False).page.live is None


def test_setting_what_is_not_allowed_sets_nothing(explorer):
    for values, error in (
        ({"level": 2, "nope": 1}, ValueError),
        ({"noise": 0.5, "level": 5.5}, ValueError),
        ({"bound": 1}, TypeError),
    ):
        with pytest.raises(error):
            explorer.set(**values)
    assert explorer.params == explore(toy.run, toy.Figure, **toy.KNOBS).params


def test_shorthands_start_at_the_runs_own_defaults():
    explorer = explore(toy.run, toy.Figure, level=(0, 10), noise=(0.0, 1.0, 0.1), bound=False, side=["lower", "upper"])
    assert isinstance(explorer, Explorer)
    assert explorer.params == {"level": 5, "noise": 0.2, "bound": True, "side": "upper", "seed": 1}
    assert isinstance(explorer.controls["bound"].knob, Switch) and explorer.controls["noise"].knob.label == "Noise"


def test_time_of_a_run_may_be_counted_in_weeks(monkeypatch):
    monkeypatch.setattr(toy.Result, "unit", "weeks", raising=False)
    explorer = explore(toy.run, toy.Figure, **toy.KNOBS)
    assert explorer.page.front.names["sim-cursor"] == "Time cursor in weeks"
    assert [text for text, _ in explorer.page.speed.options][:2] == ["1 week/s", "2 weeks/s"]
    explorer.close()
    monkeypatch.setattr(toy.Result, "unit", "years")
    with pytest.raises(ValueError, match="unit must be one of 'seconds', 'days', 'weeks', got 'years'"):
        explore(toy.run, toy.Figure, **toy.KNOBS)
