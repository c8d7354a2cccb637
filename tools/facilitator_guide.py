"""The guide that a topic's notebook keeps for whoever leads a session, in its metadata under ``facilitator``.

What to ask first (``ask``), what to show if time is short (``short``: numbers of predictions and experiments), where
groups go wrong (``goes_wrong``), what comes out of experiments whose text leaves it open (``turns``, by number) and a
guess of minutes for each task (``task_minutes``).
"""

GUIDE = ("ask", "goes_wrong", "short", "task_minutes", "turns")


def guide_faults(found):
    """Return what is wrong with a topic's guide, a list of sentences."""
    guide, said = found.guide, []
    said += [f"facilitator: '{key}' is none of {', '.join(GUIDE)}" for key in guide if key not in GUIDE]
    for kind, numbers in _short(guide):
        if kind not in ("predictions", "experiments"):
            said.append(f"facilitator: short has '{kind}', allowed are predictions and experiments")
            continue
        there = [one.number for one in getattr(found, kind) if getattr(one, "part", "Predict") == "Predict"]
        said += [
            f"facilitator: short names {kind[:-1]} {number}, there are {', '.join(map(str, there)) or 'none'}"
            for number in numbers
            if number not in there
        ]
    numbers = [str(one.number) for one in found.experiments]
    said += [
        f"facilitator: turns names experiment {number}, there are {', '.join(numbers) or 'none'}"
        for number in guide.get("turns", {})
        if number not in numbers
    ]
    if "task_minutes" in guide and len(guide["task_minutes"]) != len(found.tasks):
        said.append(f"facilitator: {len(guide['task_minutes'])} task_minutes for {len(found.tasks)} tasks")
    if "goes_wrong" in guide and not 2 <= len(guide["goes_wrong"]) <= 3:
        said.append(f"facilitator: goes_wrong has {len(guide['goes_wrong'])} texts, two or three are wanted")
    return said


def _short(guide):
    """Return the kinds and numbers that a guide names under ``short``; what is no pair of lists counts as a kind."""
    short = guide.get("short", {})
    return short.items() if isinstance(short, dict) else [(short, ())]
