"""Real processes, killed between a real database and a real broker."""

import json
import tempfile
import threading
from dataclasses import replace
from importlib.resources import files

import psutil
import pytest

from sim.labs import crashes
from sim.labs.crashes import PLACES, WAYS, Books, crash, published_twice, soaked
from tests import crashes as laws
from tests.crashes import AT_EACH, STAYS, broken_laws
from tests.soak import main

KILLS = {"commit first": 20, "publish first": 20, "outbox": 30}


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """The books of one run of each way, and what these have left behind: processes, threads, files."""
    threads, before = set(threading.enumerate()), children()
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("crashes")
        patch.setattr(tempfile, "tempdir", str(folder))
        found = {way: crash(way, kills, progress=False) for way, kills in KILLS.items()}
    return found, children() - before, set(threading.enumerate()) - threads, set(folder.iterdir())


def children():
    return {process.pid for process in psutil.Process().children(recursive=True)}


@pytest.mark.parametrize("way", WAYS)
def test_laws_hold_after_kills_at_any_moment(books, way):
    assert list(broken_laws(books[0][way])) == [] and books[0][way].kills == KILLS[way]
    assert set(books[0][way].killed) <= set(PLACES) >= set(books[0][way].ended)
    assert sum(books[0][way].ended.values()) == (2 if way == "outbox" else 1)


def test_dual_write_really_loses_or_invents_messages(books):
    assert books[0]["commit first"].lost > 0 == books[0]["commit first"].phantom
    assert books[0]["publish first"].phantom > 0 == books[0]["publish first"].lost


def test_outbox_loses_and_invents_nothing_and_the_kitchen_cooks_no_order_twice(books):
    found = books[0]["outbox"]
    assert found.lost == found.phantom == 0 < found.duplicates and found.tickets == found.orders == found.messages - found.duplicates


def test_nothing_is_left_behind(books):
    _, processes, threads, folders = books
    assert not processes and not folders and {thread.name for thread in threads} <= {"tqdm_monitor"}  # tqdm's own, and a daemon


def test_nothing_is_left_behind_when_it_fails_in_the_middle(monkeypatch, tmp_path):
    before, begun = children(), []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def fail(program):
        begun.append(program._life)
        raise RuntimeError("on purpose")

    monkeypatch.setattr(crashes._Program, "kill", fail)
    with pytest.raises(RuntimeError, match="on purpose"):
        crash("outbox", 2, progress=False)
    assert begun and not psutil.pid_exists(begun[0]) and children() <= before and not list(tmp_path.iterdir())


def test_without_a_broker_the_books_are_stored_ones_and_say_so(monkeypatch):
    def missing(**_):
        raise FileNotFoundError("nats-server must be installed")

    monkeypatch.setattr(crashes, "nats_server", missing)
    found = crash("outbox", 5, progress=False)
    assert found.source.startswith("not run here (nats-server must be installed), but stored: counted on a shared two-core")
    assert found.kills == 40 and found.duplicates > 0 == found.lost


def test_stored_books_keep_every_law_too():
    stored = json.loads((files("sim") / "labs" / "crashes.json").read_text(encoding="utf-8"))
    assert set(stored["books"]) == set(WAYS)
    for way, numbers in stored["books"].items():
        assert list(broken_laws(Books(way, **numbers))) == []


@pytest.mark.parametrize("change", [{"lost": 1}, {"phantom": 1}, {"tickets": 12}, {"duplicates": 9}, {"source": "stored"}])
def test_laws_notice_books_that_break_them(change):
    good = {"way": "outbox", "orders": 10, "messages": 13, "duplicates": 3, "tickets": 10, "lost": 0, "phantom": 0, "owed": 3,
            "killed": {"between publishing and marking": 3}}  # fmt: skip
    assert list(broken_laws(Books(**good))) == [] and list(broken_laws(Books(**good | change))) != []


def test_laws_notice_a_dual_write_that_loses_nothing():
    good = {"way": "commit first", "orders": 10, "messages": 7, "duplicates": 0, "tickets": 7, "lost": 3, "phantom": 0,
            "killed": {"between commit and publish": 3}}  # fmt: skip
    assert list(broken_laws(Books(**good))) == [] and list(broken_laws(Books(**good | {"messages": 10, "tickets": 10, "lost": 0}))) != []


@pytest.mark.parametrize("first, then, column", [("commit", "publish", "lost"), ("publish", "commit", "phantom")])
def test_the_end_of_a_dual_write_counts_like_a_kill(first, then, column):
    after, more = f"between {first} and {then}", column == "phantom"
    books = Books(f"{first} first", 10 - more, 9 + more, 0, 9 + more, lost=0, phantom=0, killed={"at rest": 3})
    one = replace(books, **{column: 1})
    assert [list(broken_laws(replace(one, ended={place: 1}))) for place in (after, "publishing", "committing")] == [[], [], []]
    assert list(broken_laws(one)) != [] and list(broken_laws(replace(one, ended={"at rest": 1}))) != []
    assert list(broken_laws(replace(books, ended={after: 1}))) != []


@pytest.mark.parametrize(
    "wrong, message",
    [
        ({"way": "outbx"}, "way must be one of 'commit first', 'publish first', 'outbox', got 'outbx'"),
        ({"kills": 0}, "kills must be at least 1, got 0"),
        ({"seed": 1.5}, "seed must be a whole number, got 1.5"),
    ],
)
def test_wrong_argument_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        crash(**{"way": "outbox"} | wrong)


def test_books_say_what_stands_in_them():
    text = repr(Books("outbox", 10, 13, 3, 10, 0, 0, killed={"at rest": 4}))
    assert text == "outbox: 4 kills, 10 orders, 13 messages; lost 0, phantom 0, duplicates 3 before the table, 0 after it"


@pytest.mark.parametrize("lost, ends_with", [(0, 0), (3, 1)])
def test_soak_tells_what_was_broken_and_in_which_run(monkeypatch, capsys, lost, ends_with):
    def stored(way, kills, seed):
        return replace(soaked(way), source=books_of_today, lost=lost, killed=soaked(way).killed | {"between commit and publish": lost})

    books_of_today, asked = "counted on this machine, just now", []
    monkeypatch.setattr(laws, "crash", lambda way, kills, seed: asked.append((way, kills)) or stored(way, kills, seed))
    monkeypatch.setattr(laws, "broken_laws", lambda books: [f"{books.lost} are lost"] if books.lost else [])
    monkeypatch.setattr(laws, "AT_EACH", 0)
    assert main(["--worlds", "0", "--kills", "10000"]) == ends_with
    assert asked == [("commit first", 500), ("publish first", 500), ("outbox", 9_000)]
    told = capsys.readouterr().out
    assert "outbox, seed 1: 3 are lost" in told if lost else "And after 10,000 kills." in told


def test_stored_soak_killed_ten_thousand_and_found_every_place():
    books = {way: soaked(way) for way in WAYS}
    assert sum(found.kills for found in books.values()) == 10_000 and books["outbox"].source.startswith("counted on a shared")
    for way, found in books.items():
        assert all(found.killed[place] > AT_EACH * found.kills / 1_000 for place in STAYS[way])
    assert (books["outbox"].lost, books["outbox"].phantom) == (0, 0) and books["outbox"].tickets == books["outbox"].orders


def test_broker_knows_a_message_again_by_its_id_for_two_minutes():
    assert published_twice() == (1, 120)
