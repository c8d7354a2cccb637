"""Play and live on a running event loop."""

import asyncio

import pytest

from sim.explorer import motion
from sim.knobs import Slider
from tests import toy
from tests.explorer.loops import FAULT, on_a_loop, pictures_of, quiet, until


@pytest.mark.parametrize("button", ["play", "live"])
def test_a_page_that_lags_behind_gets_fewer_frames_not_later_ones(monkeypatch, button):
    monkeypatch.setattr(motion, "HIDDEN", 1e9)

    @on_a_loop
    async def story(make):
        explorer = make()
        front, shown = explorer.page.front, pictures_of(explorer)
        front.pong = 1  # the page has answered once, so it can
        getattr(explorer.page, button).value = True
        for painted in (1, 4):
            front.pong = painted
            await until(lambda wanted=painted + motion.AHEAD + 1: front.ping == wanted)
            sent = len(shown)
            await asyncio.sleep(4 * motion.FRAME)
            assert len(shown) == sent and front.ping == painted + motion.AHEAD + 1
        front.pong = 10**9
        getattr(explorer.page, button).value = False

    story()


@on_a_loop
async def test_play_moves_the_cursor_to_the_end_and_stops(make):
    explorer = make(until=Slider(2, 1, 4, 1, "Until", "s"))
    explorer.page.speed.value = 10
    explorer.page.cursor.value = 0
    shown = pictures_of(explorer)
    explorer.page.play.value = True
    assert explorer.page.play.description == "Pause"
    await quiet(explorer)
    assert explorer.screen.cursor == 2_000 and explorer.page.cursor.value == 2.0
    assert explorer.page.play.value is False and explorer.page.play.description == "Play" and len(shown) > 1


@on_a_loop
async def test_play_from_the_end_starts_over_and_pause_stops_where_it_is(make):
    explorer = make()
    explorer.page.cursor.value = 20
    explorer.page.play.value = True
    await until(lambda: 0 < explorer.screen.cursor < 20_000)
    explorer.page.play.value = False
    await quiet(explorer)
    at = explorer.screen.cursor
    assert 0 < at < 20_000
    await asyncio.sleep(0.1)
    assert explorer.screen.cursor == at


@on_a_loop
async def test_a_knob_turned_while_playing_changes_the_run_and_play_goes_on(make):
    explorer = make()
    explorer.page.cursor.value = 0
    explorer.page.play.value = True
    explorer.set(level=2)
    await until(lambda: explorer.result == toy.run(level=2))
    at = explorer.screen.cursor
    await until(lambda: explorer.screen.cursor > at)
    assert explorer.page.play.value is True


@on_a_loop
async def test_a_fault_while_playing_stops_play_in_words(make):
    explorer = make()

    def broken(*_):
        raise KeyError("no such curve")

    explorer.screen.figure.update = broken
    explorer.page.play.value = True
    await quiet(explorer)
    assert "KeyError" in explorer.sentence and explorer.page.play.value is False


@on_a_loop
async def test_live_lets_the_world_run_on_and_knobs_act_on_it(make):
    explorer = make()
    explorer.page.live.value = True
    await until(lambda: explorer.sentence.startswith("Live, at "))
    assert explorer.page.play.disabled and explorer.page.keep.disabled
    explorer.set(side="lower")
    at = explorer.screen.cursor
    explorer.page.speed.value = 20
    await until(lambda: explorer.screen.cursor > at + 5_000)
    assert "lower" in explorer.live._result.sentence and explorer.live._result.values[-1] < 0
    explorer.page.live.value = False
    await quiet(explorer)
    assert explorer.result == toy.run(side="lower") and not explorer.page.play.disabled


@on_a_loop
async def test_live_ends_by_itself_and_its_picture_stays(make):
    explorer = make(until=Slider(1, 1, 4, 1, "Until", "s"))
    explorer.page.speed.value = 100
    explorer.page.live.value = True
    await quiet(explorer)
    assert explorer.sentence.startswith("Live has ended after 10 s.") and explorer.page.live.value is False
    assert explorer.result.now == 10_000 and explorer.page.cursor.max == 10
    explorer.set(level=2)
    await quiet(explorer)
    assert explorer.result == toy.run(until=1, level=2)


@on_a_loop
async def test_a_knob_that_a_running_world_refuses_is_told_and_the_others_act(make):
    explorer = make(until=Slider(20, 10, 40, 5, "Until", "s"))
    explorer.page.live.value = True
    await until(lambda: explorer.live.on)
    explorer.set(until=30, side="lower")
    assert explorer.sentence.startswith("A running world does not take this: until cannot be turned in a running world")
    assert explorer.live._result.params["side"] == "lower"
    at = explorer.screen.cursor
    await until(lambda: explorer.screen.cursor > at)


@on_a_loop
async def test_a_fault_in_a_live_world_ends_it_in_words(make):
    explorer = make(fault=FAULT)
    before = explorer.result
    explorer.page.speed.value = 100
    explorer.page.live.value = True
    await until(lambda: explorer.live.on)
    explorer.set(fault="run")
    await quiet(explorer)
    assert "ZeroDivisionError" in explorer.sentence and explorer.page.live.value is False and explorer.result is before
