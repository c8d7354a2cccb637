"""Play: the time cursor moves through a run by itself."""

import asyncio
from time import perf_counter

FRAME = 0.05  # s between two pictures when drawing is quick enough; a slower drawing skips frames
REST = 0.005  # s that every frame leaves for messages
AHEAD = 2  # frames that may be on their way to the page: a slow page gets fewer, not later ones
HIDDEN = 1.0  # s between two frames while the page answers nothing: it is out of sight, or gone


async def play(screen, wanted):
    """Move the cursor at the chosen speed to the end of the run, from the start if it is there already."""
    try:
        if screen.cursor >= screen.until:
            screen.move_cursor(0)
        last = perf_counter()
        while wanted() and not screen.closed:
            began = perf_counter()
            gone, last = (began - last) * 1000, began
            screen.move_cursor(min(screen.cursor + gone * screen.page.speed.value, screen.until))
            screen.draw(screen.result)
            if screen.cursor >= screen.until:
                break
            await asyncio.sleep(max(FRAME - (perf_counter() - began), REST))
            await keep_step(screen.page.front)
    except Exception as error:
        if wanted():
            screen.put_in_words(error, "draw")
    if wanted():
        screen.page.play.value = False


async def keep_step(front):
    """Count a frame as sent, and wait until the page has painted all but the last few; one that never answered is not waited for."""
    front.ping += 1
    end = perf_counter() + HIDDEN
    while front.pong and front.ping - front.pong > AHEAD and perf_counter() < end:
        await asyncio.sleep(REST)


def to_the_end(screen):
    """Play without an event loop: the cursor is at the end at once."""
    screen.move_cursor(screen.until)
    screen.redraw()
    screen.page.play.value = False
