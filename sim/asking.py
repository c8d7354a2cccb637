"""Asking over channels: a question goes out as a message, and answers come back as messages, later.

The worker that asked is free meanwhile. A *correlation id* in question and answer says which answer belongs to which
question. The first answer ends the question (request/async response), or a *window* does: what has arrived when it
closes counts (publish/async responses). An answer to a question that has ended is dropped and counted; it takes no worker.
"""

from collections import Counter

from sim.arguments import number as checked
from sim.clock import LATE
from sim.message import Delivery, close
from sim.trace import ERROR, OK, TIMEOUT
from sim.tries import GOOD


class Asking:
    """A step of a service: ask over `channel`, and go on when answers have come over `replies`, a channel of its own.

    Made by `Service.asks`. `window` (ms; may be changed) is how long answers are collected; None: until the first.
    Going on takes a worker again, for the service's own work. `asked` and `late` count questions and answers that came
    too late; `collected[n]` is how many questions ended with n answers. A question without any good answer ends as an error.
    """

    ready, stopped = True, False  # as a consumer of replies, it has always room

    def __init__(self, service, channel, replies, window=None):
        self.service, self.channel, self.replies = service, channel, replies
        self.clock, self.trace = channel.clock, channel.trace
        self._collects = window is not None
        self.window = window
        self.asked = self.late = 0
        self.collected = Counter()
        self._open = {}  # correlation id: [the job that asked, how many good answers it has so far]
        replies.join(self)

    @property
    def window(self):
        """How long answers are collected, in ms; None: until the first has come."""
        return self._window

    @window.setter
    def window(self, value):
        if self._collects != (value is not None):
            raise ValueError(f"window must be {'a time in ms' if self._collects else 'None'}, as it was at first, got {value!r}")
        self._window = None if value is None else checked("window", value, above=0)

    def begin(self, job):
        """Ask for a job, and free its worker. True: wait for the answers."""
        number = self.asked
        self.asked += 1
        self._open[number] = [job, 0]
        self.channel.send(self.service.name, job.row, reply_to=self.replies, number=number)
        if self._collects:
            self.clock.at(number, self.clock.now + self._window, LATE, self._close)  # an answer at that instant counts
        self._free_worker(job)
        return True

    def _free_worker(self, job):
        service = self.service
        service.busy -= 1
        self.trace.released[job.row] = self.clock.now
        if service.waiting:
            service._fill()

    def take(self, delivery):
        """Take an answer out of the reply channel."""
        delivery.group.settle(delivery)
        self.replies.bring(delivery, self.service.name, self._hear)

    def _hear(self, delivery):
        now, book = self.clock.now, delivery.group.book
        book.deliver(delivery.message.number, now)
        book.do(delivery.message.number, now)
        self.trace.arrived[delivery.row] = now
        question = self._open.get(delivery.number)
        if question is not None and not self._collects:
            del self._open[delivery.number]
            self.collected[1] += 1
            self._go_on(delivery, question[0], delivery.answer)
            return
        self.trace.released[delivery.row] = self.clock.now  # no worker has to do with it
        if question is None:
            self.late += 1
            close(self.replies, delivery, TIMEOUT)
        else:
            question[1] += delivery.answer in GOOD
            close(self.replies, delivery, OK)

    def _close(self, number):
        if number not in self._open:
            return  # forgotten in a crash
        job, answers = self._open.pop(number)
        self.collected[answers] += 1
        name = self.service.name
        row = self.trace.add(self.replies.link(name, name, "window"), self.clock.now, job.row)
        self._go_on(Delivery(row, None, name, "window"), job, OK if answers else ERROR)

    def _go_on(self, delivery, job, answer):
        """Let the service take up again the job that asked: by what told it so, as a job with the steps that are left."""
        delivery.call, delivery.service, delivery.origin, delivery.answer = self, self.service, job, answer
        delivery.step = job.step if answer in GOOD else len(self.service.steps)
        delivery.degraded, delivery.deadline = job.degraded, job.deadline
        self.service.arrive(delivery)

    def reply(self, job, code, last=False):
        """The job that was taken up again is done: answer whoever waits for the one that asked."""
        close(self.replies, job, code)
        if code in GOOD and job.answer not in GOOD:
            code = job.answer
        if job.origin.live:
            job.origin.call.reply(job.origin, code)

    def forget(self):
        """The service has crashed: it knows no question any more."""
        self._open.clear()

    def __repr__(self):
        return f"<Asking {self.service.name} over {self.channel.name}: {self.asked:,} asked, {self.late:,} answers too late>"
