"""What an explorer shows: the last good run, the kept one behind it, the time cursor, and one sentence."""

from threading import RLock

from sim.explorer import page as pages
from sim.explorer.words import sentence_of

DRAWING = RLock()  # matplotlib and a world are not made for two threads, and a front end may use several


class Screen:
    """Draws results into a page and tells what went wrong, so that the last good picture stays.

    `result` is the last run that could be drawn, `kept` the ghost's or None, `cursor` a time in ms or None,
    `error` the last exception that was put in words (None when all is well), `text` the sentence.
    The first drawing happens here and raises what is wrong with it.
    """

    def __init__(self, figure, result, cursor):
        self.figure, self.result = figure, result
        self.kept = self.error = self.text = self.page = None
        self.until = _end(result)
        self.cursor = cursor if cursor is not None or self.until is None else self.until / 2
        self.closed = self.moving = False
        with DRAWING:
            self._first = figure.draw(result, None, self.cursor), result.sentence

    def attach(self, page):
        """Show the first picture and its sentence on `page`, and everything after it too."""
        self.page = page
        page.picture.value, text = self._first
        self.tell(text)
        self._fit_cursor()

    def draw(self, result):
        """Put the picture of `result` on the page, which may have come only part of the way."""
        cursor, ghost = self.cursor, self.kept
        if not getattr(result, "finished", True):
            cursor = None if cursor is None else min(cursor, result.now)
            ghost = ghost or self.result  # the run before stays in sight, pale, until the new one is complete
        with DRAWING:
            picture = self.figure.draw(result, ghost, cursor)
        if not self.closed:
            self.page.picture.value = picture

    def take(self, result, text=None):
        """Show the finished `result`, which is the good one from now on; `text` instead of its own sentence."""
        try:
            self.draw(result)
            text = text or result.sentence
        except Exception as error:
            self.put_in_words(error, "draw")
            self.redraw()
            return
        self.result, self.error, self.until = result, None, _end(result)
        self.tell(text)
        self._fit_cursor()

    def redraw(self):
        """Draw the good result again, after the cursor or the ghost has changed, or over a picture that went wrong."""
        try:
            self.draw(self.result)
        except Exception as error:
            self.put_in_words(error, "draw")

    def tell(self, text, trouble=False):
        """Write `text` under the picture; `trouble` marks it."""
        self.text = text
        if not self.closed:
            pages.show_sentence(self.page, text, trouble)

    def put_in_words(self, error, stage):
        """Write what the exception `error`, raised while `stage` was at work, means for the reader."""
        self.error = error
        self.tell(sentence_of(error, stage), trouble=True)

    def move_cursor(self, time):
        """Put the cursor at `time` (ms) and its slider with it, without drawing."""
        self.cursor = time
        room = {"max": time / 1000} if time / 1000 > self.page.cursor.max else {}  # a live world runs past its end
        self._quietly(**room, value=time / 1000)

    def _fit_cursor(self):
        slider = self.page.cursor
        slider.disabled = self.page.play.disabled = self.until is None
        if self.until is None:
            return
        if slider.max != self.until / 1000:
            self._quietly(max=self.until / 1000, step=_neat(self.until / 400_000))
        self.move_cursor(min(self.cursor or 0, self.until))

    def _quietly(self, **traits):
        was, self.moving = self.moving, True  # the slider's observer looks at this
        try:
            for name, value in traits.items():
                setattr(self.page.cursor, name, value)
        finally:
            self.moving = was


def _end(result):
    """Return the end of `result`'s time in ms, None if it has no time; a live world may have come past its end."""
    until = getattr(result, "until", None)
    return None if until is None else max(until, getattr(result, "now", until))


def _neat(step):
    return next((neat for neat in (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5) if step <= neat), 10)
