"""Drills: what is hidden can be found by what is seen, the right remedy helps, and the score counts whom it says."""

import hashlib
import json
import subprocess
import sys

import pytest

from sim.drills import drill as drills
from sim.drills.causes import CAUSES, FIRST, LAST, Trouble, hidden
from sim.drills.diagnosis import diagnose
from sim.drills.drill import UNTIL, Drill, drill
from sim.drills.pain import LATE, hurt
from sim.drills.readings import BAD, PROMISE
from sim.drills.remedies import PLACES, REMEDIES
from sim.drills.shop import ORDINARY
from sim.scenarios import summary
from sim.trace import USERS

HELPS = 0.75  # of the pain at most is left, with the right remedy after three of five minutes
ONE_OF_EACH = [next(seed for seed in range(1, 200) if hidden(seed).cause == cause) for cause in CAUSES]


@pytest.fixture(scope="module")
def found():
    """From a seed to its drill, run once."""
    made = {}
    return lambda seed: made[seed] if seed in made else made.setdefault(seed, drill(seed))


@pytest.fixture
def calm(monkeypatch):
    """A drill in which nothing happens within its five minutes."""
    monkeypatch.setattr(drills, "hidden", lambda seed: Trouble("slow service", "cartservice", UNTIL + 1, 0.5))
    return Drill(3)


@pytest.mark.parametrize("seed", ONE_OF_EACH, ids=list(CAUSES))
def test_every_cause_is_found_by_its_readings_and_its_remedy_helps(seed, found):
    one = found(seed)
    assert diagnose(one.readings) == (one.cause, one.place) and one.is_right(*diagnose(one.readings))
    better = one.repeat(one.right_remedy, one.place)
    assert better.pain < HELPS * one.pain and one.pain > 1
    before = int(better.acts_at / 5_000)  # until then the two runs are the same
    for what in ("asked", "served", "failed"):
        assert better.readings["users"][what][:before] == one.readings["users"][what][:before]


@pytest.mark.parametrize("seed, still_open", [(202, 1), (222, 0), (855, 1)])
def test_nervous_breaker_is_found_though_it_has_closed_again_or_its_caller_seems_to_fail(seed, still_open, found):
    one = found(seed)
    assert one.cause == "wrong breaker" and diagnose(one.readings) == (one.cause, one.place)
    assert one.readings["breakers"][one.place][28:37].count("open") == still_open  # of nine samples before the team acts


def test_two_hundred_seeds_hide_every_cause_at_each_of_its_places():
    troubles = [hidden(seed) for seed in range(200)]
    assert {(it.cause, it.place) for it in troubles} == {(key, place) for key, cause in CAUSES.items() for place in cause.places}
    assert all(FIRST <= it.begins <= LAST and 0 <= it.strong < 1 for it in troubles)
    assert {place for cause in CAUSES.values() for place in cause.places} <= set(PLACES)
    assert all(set(cause.places) <= set(REMEDIES[cause.remedy].places) for cause in CAUSES.values())


def test_calm_shop_hurts_hardly_anybody_and_is_found_well(calm):
    one = calm.run()
    assert diagnose(one.readings) == (None, None)
    assert one.pain < 5 * 5 * ORDINARY**2 + 0.02  # what fails twice in a row, at five services that fail now and then


def test_nobody_is_told_what_is_hidden(found):
    for seed in ONE_OF_EACH[2::3]:
        one = found(seed)
        told = summary.run(seed=seed).sentence + repr(one) + " ".join(_keys(one.readings))
        assert one.cause not in told and not any(word in told for word in ("trouble", "fault", CAUSES[one.cause].title))


def _keys(readings):
    for key, value in readings.items():
        yield key
        if isinstance(value, dict):
            yield from _keys(value)


def test_readings_have_a_sample_each_five_seconds_and_count_every_user(found):
    one = found(ONE_OF_EACH[0])
    seconds = one.readings["seconds"]
    assert seconds == [5.0 * n for n in range(61)] and all(len(column) == 61 for column in _columns(one.readings))
    trace = one.shop.world.trace
    users = [span for span in trace.spans() if span.caller == USERS]
    seen = one.readings["users"]
    assert round(5 * sum(seen["asked"])) == sum(span.started < UNTIL for span in users)
    ended = [span for span in users if span.ended < UNTIL]
    assert round(5 * sum(seen["served"]) + 5 * sum(seen["failed"])) == len(ended)
    assert round(5 * sum(seen["slow"])) == sum(s.outcome in ("ok", "fallback") and s.ended - s.started > PROMISE for s in ended)
    front = one.readings["services"]["frontend"]
    assert round(5 * sum(sum(front[key]) for key in ("answered", *BAD))) == len(ended)


def _columns(readings):
    for value in readings.values():
        if isinstance(value, dict):
            yield from _columns(value)
        else:
            yield value


def test_pain_counts_each_user_once_who_got_no_good_page_in_time_or_a_late_message(found):
    for seed in ONE_OF_EACH[4:8]:
        one = found(seed)
        trace, records = one.shop.world.trace, one.shop.records
        late = set()
        for order, committed in enumerate(records.book.committed):
            number = records.number_of(order)
            for consumer in one.shop.consumers.values():
                end = UNTIL if number is None else consumer.group.book.first_done[number]
                end = UNTIL if end != end else end
                if end - committed > LATE:
                    late.add(trace.parent[records.row_of(order)])
        bad = set()
        for row, span in enumerate(trace.spans()):
            if span.caller == USERS:
                end = span.ended if span.ended == span.ended else UNTIL
                answered = span.outcome in ("ok", "fallback", "in flight")
                if row in late or end - span.started > PROMISE or not answered:
                    bad.add(row)
        assert len(hurt(one.shop)) == len(bad) > 100 and one.pain == len(bad) / 480
        assert abs(sum(one.pain_by_minute) - one.pain) < 1e-9


def test_same_seed_gives_the_same_readings_in_another_process():
    code = (
        "import hashlib, json; from sim.drills.drill import drill; "
        "print(hashlib.sha256(json.dumps(drill(7).readings, sort_keys=True).encode()).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "77", "PATH": "/usr/bin"}
    ).stdout.strip()
    assert other == hashlib.sha256(json.dumps(drill(7).readings, sort_keys=True).encode()).hexdigest()


@pytest.mark.parametrize("remedy, place, words", [
    ("pray", "cartservice", "remedy must be one of "), ("restart", "broker", "place of 'restart' must be one of "),
    ("restart", None, "place of 'restart' must be one of "), ("give space", "cartservice", "must be one of broker, got 'cartservice'"),
])  # fmt: skip
def test_remedy_that_makes_no_sense_is_refused_in_words(remedy, place, words):
    with pytest.raises(ValueError, match=words):
        Drill(1, remedy, place)


def test_guess_must_name_a_cause_and_a_place(found):
    one = found(ONE_OF_EACH[0])
    assert not one.is_right("full broker", "broker") and one.is_right(one.cause, one.place)
    with pytest.raises(ValueError, match="cause must be one of"):
        one.is_right("bad luck", "broker")
    with pytest.raises(ValueError, match="place must be one of"):
        one.is_right("full broker", "the moon")


def test_scenario_comes_to_the_same_as_the_drill_and_can_be_cut_into_slices():
    whole = summary.run(seed=5, remedy="restart: cartservice")
    sliced = summary.run.start(seed=5, remedy="restart: cartservice")
    for _ in range(100):
        sliced.advance(3_100.0)
        assert "nan" not in sliced.sentence
    assert sliced.finished and sliced.sentence == whole.sentence and json.dumps(sliced.readings) == json.dumps(whole.readings)
    assert json.dumps(drill(5).repeat("restart", "cartservice").readings) == json.dumps(whole.readings)
    with pytest.raises(ValueError, match="remedy must be one of 'nothing', .*got 'restart: the moon'"):
        summary.run(remedy="restart: the moon")
