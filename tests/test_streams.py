"""Random streams: one for each purpose."""

import os
import subprocess
import sys

import pytest

from sim.streams import Streams


def test_same_seed_and_name_give_the_same_numbers():
    one, other = Streams(7).named("stock/work"), Streams(7).named("stock/work")
    assert [one.random() for _ in range(100)] == [other.random() for _ in range(100)]


def test_another_name_or_another_seed_gives_other_numbers():
    firsts = {Streams(seed).named(name).random() for seed in range(20) for name in ("users/arrivals", "stock/work", "shop/work")}
    assert len(firsts) == 60


def test_seed_and_name_are_not_run_together():
    assert Streams(1).named("1/a").random() != Streams(11).named("a").random()


def test_drawing_from_one_stream_does_not_move_another():
    streams = Streams(3)
    first, second = streams.named("a"), streams.named("b")
    for _ in range(1_000):
        first.random()
    assert second.random() == Streams(3).named("b").random()


def test_asking_again_starts_the_stream_again():
    streams = Streams(3)
    assert streams.named("a").random() == streams.named("a").random()


@pytest.mark.parametrize("hash_seed", ["0", "1", "4242"])
def test_numbers_do_not_depend_on_the_hash_seed(hash_seed):
    code = "from sim.streams import Streams; r = Streams(5).named('shop->stock/network'); print([r.random() for _ in range(5)])"
    env = os.environ | {"PYTHONHASHSEED": hash_seed}
    there = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
    here = Streams(5).named("shop->stock/network")
    assert there.strip() == repr([here.random() for _ in range(5)])


@pytest.mark.parametrize("seed", [0, -3, 10**30])
def test_every_whole_number_is_a_seed(seed):
    assert 0 <= Streams(seed).named("a").random() < 1
