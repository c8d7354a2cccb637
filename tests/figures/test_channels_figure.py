"""Messages on their way: each at its place, bars that say what came to whom, and words that do not cover each other."""

from io import BytesIO

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from sim.figures.channels import ChannelsFigure
from sim.figures.channels_graph import BARS, BOX, PIPE, SHOP
from sim.figures.message_drawings import _draw, messages_and_channels
from sim.scenarios.messages_and_channels import PRESETS, run
from sim.scenarios.who_got_it import journeys


@pytest.fixture(scope="module")
def figure():
    return ChannelsFigure()


@pytest.fixture(scope="module")
def results():
    return {name: run(**settings) for name, settings in PRESETS.items()}


def pixels(png):
    return np.asarray(Image.open(BytesIO(png)))


def dots(figure):
    return {name: len(line.get_xdata()) for name, line in figure.graph.dots.items()}


def test_picture_has_the_size_it_says_and_is_the_same_whatever_was_drawn_between(figure, results):
    first = figure.draw(results["Calm"], cursor=6_020)
    assert pixels(first).shape == (figure.size[1], figure.size[0], 3)
    figure.draw(results["… and events are kept"], cursor=1_000)
    figure.draw(results["Calm"], cursor=500)
    assert figure.draw(results["Calm"], cursor=6_020) == first


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_can_be_drawn_at_any_time(figure, results, preset):
    pictures = {figure.draw(results[preset], cursor=cursor) for cursor in (0, 6_020, None)}
    assert len(pictures) == 3


def test_half_a_run_one_that_has_not_begun_and_one_that_rolls_are_drawn(figure):
    begun = run.start(joins=4)
    figure.draw(begun, cursor=0)
    assert figure.graph.state.get_text() == "not subscribed" and sum(dots(figure).values()) == 0
    figure.draw(begun.advance(2_000), ghost=begun, cursor=2_000)
    assert sum(dots(figure).values()) > 0
    rolls = run.start(joins=4, seconds=2)
    figure.draw(rolls.advance(6_000), cursor=None)
    assert figure.panels[1].axes.get_xlabel() == "seconds before now"
    begun = [int(figure.graph.counts[name].get_text().split()[0]) for name in ("stock", "mail")]
    assert begun[0] == begun[1] < 35  # in the last two seconds


def test_every_message_under_way_is_drawn_once_for_each_consumer(figure, results):
    for name, time in (("Calm", 6_020), ("… each by itself", 4_500), ("Reports was only down", 3_000)):
        result = results[name]
        figure.draw(result, cursor=time)
        under_way = [one for one in journeys(result) if one.sent <= time and not one.released <= time]
        shown = sum(dots(figure).values()) + sum(
            int(text.get_text() or 0) for texts in (figure.graph.more, figure.graph.more_at_hand) for text in texts.values()
        )
        assert shown == len(under_way) > 0


def test_message_is_where_its_times_say(figure):
    result = run(rate=1, seed=3)
    command = next(one for one in journeys(result) if one.channel == "charge card")
    for time, places in (
        (command.sent + 100, (SHOP[1], PIPE[0])), (command.arrived - 100, (PIPE[1], BOX[0])),
    ):  # fmt: skip
        figure.draw(result, cursor=time)
        (x,) = figure.graph.dots["command"].get_xdata()
        assert x == pytest.approx(sum(places) / 2)
    figure.draw(result, cursor=(command.served + command.released) / 2)
    assert figure.graph.rows[command.consumer] in figure.graph.dots["work"].get_ydata()


def test_bars_say_what_came_was_done_and_was_missed(figure, results):
    result = results["Reports joins late"]
    figure.draw(result, cursor=6_020)
    came = [one for one in journeys(result) if one.consumer == "reports" and one.arrived <= 6_020]
    sent = [time for time in result.details["orders"].ledger.sent if time <= 6_020]
    assert figure.graph.counts["reports"].get_text() == f"{len(came)} of {len(sent)}"
    (missing,) = (path.get_extents() for path in figure.graph.bars["missed"].get_paths())
    assert missing.width == pytest.approx(43 * (BARS[1] - BARS[0]) / figure.room)
    assert figure.graph.keeps.get_text() == "keeps nothing for those who come later"
    figure.draw(results["… and events are kept"], cursor=6_020)
    assert not figure.graph.bars["missed"].get_paths() and figure.graph.keeps.get_text() == "keeps events for 12 s"


def test_kept_events_are_hollow_and_who_is_down_is_said_so(figure, results):
    figure.draw(results["… and events are kept"], cursor=4_100)
    assert dots(figure)["kept"] > 30
    figure.draw(results["Reports was only down"], cursor=3_000)
    assert figure.graph.state.get_text() == "subscribed, down" and dots(figure)["kept"] == 0
    assert figure.graph.more["order placed", "reports"].get_text().startswith("+")


@pytest.mark.parametrize("settings", [{"billing": 5}, {"wiring": "each", "billing": 5}])
def test_no_word_covers_another_or_leaves_the_picture(figure, settings):
    figure.draw(run(**settings, seconds=2), cursor=1_000)
    renderer = figure.canvas.get_renderer()
    axes = [plot.axes for plot in figure.panels] + [figure.figure.axes[0]]
    words = [text for one in axes for text in [*one.texts, one.title, one._left_title] if text.get_text()]
    words += [text for plot in figure.panels for text in plot.axes.get_legend().get_texts()]
    boxes = [text.get_window_extent(renderer).shrunk(0.98, 0.9) for text in words]
    keeps = figure.graph.keeps
    low = keeps.y * figure.size[1] - 7
    inside = figure.figure.bbox
    assert len(boxes) > 20 and all(box.y1 < low for box, text in zip(boxes, words) if text.get_text() == "command")
    for i, box in enumerate(boxes):
        assert inside.x0 <= box.x0 and box.x1 <= inside.x1 and inside.y0 <= box.y0 and box.y1 <= inside.y1, words[i]
        assert not [words[j] for j, other in enumerate(boxes) if j > i and box.overlaps(other)], words[i]


def test_sheet_of_the_idea_names_the_kinds_of_message_and_of_channel():
    sheet = messages_and_channels()
    assert pixels(sheet.png).shape[:2] == (340, 860)
    assert all(word in repr(sheet) for word in ("document", "command", "event", "point-to-point", "publish-subscribe", "header", "body"))


def test_first_message_of_the_sheet_is_ahead_on_both_sides_of_a_channel():
    sheet = Figure()
    _draw(sheet)
    for low, high, count in ((500, 562, 2), (680, 790, 3)):  # into both channels; out of the one of publish-subscribe
        rows = {}
        for text in sheet.axes[0].texts:
            x, y = text.get_position()
            if text.get_text() in "123" and low < x < high and (low < 600 or y < 160):
                rows.setdefault(y, []).append((x, text.get_text()))
        assert [[label for _, label in sorted(row)] for row in rows.values()] == [["3", "2", "1"]] * count
