"""The explorer on a running event loop: runs in slices beside everything else."""

import asyncio
from time import perf_counter

import pytest

from tests import toy
from tests.explorer.loops import FAULT, SLOW, on_a_loop, pictures_of, quiet, until


@on_a_loop
async def test_a_short_run_is_drawn_once_and_complete(make):
    explorer = make()
    shown = pictures_of(explorer)
    explorer.set(noise=0.5)
    await quiet(explorer)
    assert len(shown) == 1 and explorer.result == toy.run(noise=0.5)


@on_a_loop
async def test_a_long_run_is_shown_as_it_comes_and_leaves_time_for_others(make):
    explorer = make(cost=SLOW)
    shown, ticks = pictures_of(explorer), 0
    explorer.set(cost=20)
    while explorer.busy:
        ticks += 1
        await asyncio.sleep(0)
    assert len(shown) > 2 and ticks > 5
    assert explorer.result == toy.run(cost=20) and explorer.sentence == explorer.result.sentence


@on_a_loop
async def test_a_very_long_run_says_how_far_it_is(make):
    explorer = make(cost=SLOW)
    explorer.set(cost=40)
    await until(lambda: explorer.sentence.startswith("Running: "))
    assert explorer.sentence.endswith("of 20 s are done.")
    await quiet(explorer)
    assert explorer.sentence == toy.run(cost=40).sentence


@on_a_loop
async def test_many_changes_at_once_lead_to_the_newest_only(make):
    explorer = make(cost=SLOW)
    ended = []
    explorer.screen.take = lambda result, take=explorer.screen.take: (
        ended.append(result.params["level"]),
        take(result),
    )
    for level in (1, 2, 3, 4, 6, 7):
        explorer.controls["level"].widget.value = level
    explorer.set(cost=10, level=2)
    await quiet(explorer)
    assert ended == [2] and explorer.result == toy.run(cost=10, level=2)


@on_a_loop
async def test_a_newer_value_interrupts_a_long_run(make):
    explorer = make(cost=SLOW)
    explorer.set(cost=40)
    await asyncio.sleep(0.1)
    explorer.set(cost=0, level=3)
    began = perf_counter()
    await until(lambda: explorer.result == toy.run(level=3))
    assert perf_counter() - began < 20 * 0.04 / 2  # far less than the long run would have taken


@pytest.mark.parametrize(("fault", "told"), [("run", "ZeroDivisionError"), ("draw", "KeyError")])
def test_a_fault_in_a_slice_is_told_and_the_last_good_picture_comes_back(fault, told):
    @on_a_loop
    async def story(make):
        explorer = make(cost=SLOW, fault=FAULT)
        before = bytes(explorer.page.picture.value)
        explorer.set(cost=10, fault=fault)
        await quiet(explorer)
        assert told in explorer.sentence and explorer.page.picture.value == before
        assert isinstance(explorer.screen.error, (ZeroDivisionError, KeyError))
        explorer.set(cost=0, fault="none")
        await quiet(explorer)
        assert explorer.sentence == toy.run().sentence and explorer.screen.error is None

    story()


@on_a_loop
async def test_closing_stops_what_goes_on_and_takes_the_widgets_away(make):
    explorer = make(cost=SLOW)
    explorer.set(cost=40)
    explorer.page.play.value = True
    await asyncio.sleep(0.02)
    picture = explorer.page.picture
    explorer.close()
    await quiet(explorer)
    assert picture.comm is None and explorer.result == toy.run()
