"""A topic's page for whoever leads the session, as Markdown; and its agenda."""

import re
from dataclasses import dataclass

from tools.facilitator_topic import LATER
from tools.rules import LINK

LENGTHS = (45, 90)  # minutes


@dataclass(frozen=True)
class Row:
    """A row of the agenda: its name, and the minutes it takes in a short and in a long session; 0 is left out."""

    name: str
    minutes: tuple


def agenda(topic):
    """Return the rows of a topic's agenda; in each of `LENGTHS` the minutes add up to that length."""
    weighted = _weighted(topic)
    columns = [_shared(length, [weights[at] for _, weights in weighted]) for at, length in enumerate(LENGTHS)]
    return [Row(name, minutes) for (name, _), minutes in zip(weighted, zip(*columns, strict=True), strict=True)]


def page(topic):
    """Return the text of a topic's page; links are relative to ``docs/facilitator``."""
    pieces = [
        f"<!-- Made by `python -m tools.facilitator` from notebooks/{topic.name}.ipynb: change that, not this. -->",
        f"# {topic.title}: leading the session",
        _head(topic),
        "## Agenda",
        _agenda_table(topic),
        "## Predict",
        *(_prediction(one) for one in topic.predictions if one.part == "Predict"),
    ]
    if topic.guide.get("goes_wrong"):
        pieces += ["## Where groups usually go wrong", _bullets(topic.guide["goes_wrong"])]
    if topic.experiments:
        turns = topic.guide.get("turns", {})
        pieces += ["## Explore", "\n".join(_experiment(one, turns.get(str(one.number))) for one in topic.experiments)]
    if later := [one for one in topic.predictions if one.part != "Predict"]:
        pieces += [f"## {later[0].part}", *(_prediction(one) for one in later)]
    if topic.talk:
        pieces += ["## Talk about it", "\n".join(f"{at}. {text}" for at, text in enumerate(topic.talk, start=1))]
    if topic.tasks:
        pieces.append(f"## The exercise: {sum(topic.task_minutes)} minutes, a guess")
        tasks = zip(topic.tasks, topic.task_minutes, strict=True)
        pieces.append(_bullets(f"{title} ({take} minutes)" for title, take in tasks))
    return _relinked("\n\n".join(pieces)) + "\n"


def named(kind, numbers):
    """Return numbers of a kind in words: "experiment 7", "predictions 1 and 3", "experiments 1 to 4"."""
    numbers = list(numbers)
    if len(numbers) == 1:
        return f"{kind} {numbers[0]}"
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"{kind}s {numbers[0]} to {numbers[-1]}"
    return f"{kind}s {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _weighted(topic):
    """Return names and how much of a short and of a long session each deserves, in the notebook's order."""
    predictions, experiments = topic.short
    rows = [("*The question*: the slide, and who has seen this in production", (4, 5))]
    rows.append(("*The idea* and *Call it by hand*, together", (6, 9)))
    rows += [
        (f"*Predict*: prediction {one.number}", (6 if one.number in predictions else 0, 7))
        for one in topic.predictions
        if one.part == "Predict"
    ]
    rows += [
        (
            f"*Explore*: {named('experiment', group)}",
            (4.5 * len(group) if chosen else 0, (4.5 if chosen else 3) * len(group)),
        )
        for group, chosen in _runs([one.number for one in topic.experiments], experiments)
    ]
    later = [one.number for one in topic.predictions if one.part in LATER]
    also = f"{named('prediction', later)}, and " if later else ""
    rows.append((f"{', '.join(f'*{part}*' for part in LATER)}: {also}what the cells print", (0, 8)))
    rows.append(("*Talk about it*: choose two questions in a short session", (9, 12)))
    rows.append(("The exercise: who does it until when; in a long session its first task together", (1, 8)))
    return rows


def _runs(numbers, chosen):
    """Return numbers in groups of neighbours that are all chosen or all not, with whether they are."""
    groups = []
    for number in numbers:
        if groups and groups[-1][1] == (number in chosen):
            groups[-1][0].append(number)
        else:
            groups.append(([number], number in chosen))
    return groups


def _shared(total, weights):
    """Return whole minutes in proportion to `weights` that add up to `total`: largest remainders get what is left."""
    exact = [total * weight / sum(weights) for weight in weights]
    whole = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda at: (whole[at] - exact[at], at))
    for at in by_remainder[: total - sum(whole)]:
        whole[at] += 1
    return whole


def _agenda_table(topic):
    lines = [f"| {LENGTHS[0]} minutes | {LENGTHS[1]} minutes | what |", "|---|---|---|"]
    clock = [0] * len(LENGTHS)
    for row in agenda(topic):
        spans = [
            f"{start} – {start + take}" if take else "at home" for start, take in zip(clock, row.minutes, strict=True)
        ]
        clock = [start + take for start, take in zip(clock, row.minutes, strict=True)]
        lines.append(f"| {' | '.join(spans)} | {row.name} |")
    return "\n".join(lines)


def _head(topic):
    predictions, experiments = topic.short
    chosen = [named("prediction", predictions)] if predictions else []
    chosen += [named("experiment", experiments)] if experiments else []
    links = [f"[the notebook]({topic.name}.ipynb)"]
    links += [f"[the exercise](../exercises/{topic.name}.ipynb)"] if topic.tasks else []
    links.append("[how a session goes](00_start_here.ipynb)")
    lines = [
        f"**The question:** {topic.question}",
        f"**The aim:** {topic.aim}" if topic.aim else "",
        f"**{'Slide' if len(topic.slides) == 1 else 'Slides'}:** {'; '.join(topic.slides)}",
        f"**Ask first:** {topic.guide['ask']}" if topic.guide.get("ask") else "",
        f"**If time is short:** {', '.join(chosen)} (predictions are counted from the top)",
        f"**Open:** {', '.join(links)}",
    ]
    return _bullets(line for line in lines if line)


def _prediction(one):
    votes = "; ".join(f"{asked}: ____ ____ ____ ____" for asked in one.asked)
    held = f"The cells assert: {'; '.join(f'`{condition}`' for condition in one.held)}." if one.held else ""
    answer = one.answer or "The reason is left to the group."
    out = _folded("What comes out", "\n\n".join(text for text in (held, answer) if text))
    return f"**Prediction {one.number}.** {one.question}\n\n*Votes:* {votes}\n\n{out}"


def _experiment(one, turn):
    out = f"*What comes out:* {turn}" if turn else ""
    after = f"*Afterwards:* {one.after}" if one.after else ""
    pieces = (f"- **Experiment {one.number}.**", one.text, out, one.why, after)
    return " ".join(" ".join(piece.split()) for piece in pieces if piece)


def _folded(summary, text):
    return f"<details><summary>{summary}</summary>\n\n{text}\n\n</details>"


def _bullets(texts):
    return "\n".join(f"- {text}" for text in texts)


def _relinked(text):
    """Return a text with links relative to ``notebooks`` made relative to ``docs/facilitator``; anchors lose their
    notebook, so they become plain words.
    """

    def moved(match):
        words, target = match[1], match[2]
        if target.startswith("#"):
            return words
        if re.match(r"[a-z]+:", target):
            return match[0]
        return f"[{words}](../../{target.removeprefix('../') if target.startswith('../') else f'notebooks/{target}'})"

    return LINK.sub(moved, text)
