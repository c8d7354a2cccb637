"""What went wrong, told in one sentence."""

from sim.clock import RunTooLong

SENSELESS = (ValueError, TypeError, RunTooLong)


def sentence_of(error, stage):
    """Return the sentence for an `error` that arose while `stage` ("run", "turn" or "draw") was at work.

    A ValueError or TypeError of a run speaks about the reader's settings; anything else is a fault of the program.
    """
    message = " ".join(str(error).split())
    if stage == "run" and isinstance(error, SENSELESS) and message:
        return f"These settings do not work together: {_ended(message)} The picture still shows the last run that did."
    if stage == "turn" and isinstance(error, SENSELESS) and message:
        return f"A running world does not take this: {_ended(message)} It runs on as it was."
    told = f"{type(error).__name__}: {message}" if message else type(error).__name__
    return f"The program has a fault, which is not yours ({told}). The picture still shows the last good run."


def _ended(message):
    return message if message.endswith((".", "!", "?")) else message + "."
