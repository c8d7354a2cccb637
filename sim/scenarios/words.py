"""Numbers as people say them, for the sentence under a picture."""


def per_cent(part):
    """Return a share as per cent, so that only all is "100 %" and only nothing is "0 %"."""
    text = f"{100 * part:.1f}"
    if text == "100.0":
        return "100 %" if part == 1 else "more than 99.9 %"
    if text == "0.0":
        return "0 %" if part == 0 else "less than 0.1 %"
    return f"{text} %"


def times(count):
    """Return how often: "once", "twice", "5 times"."""
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")
