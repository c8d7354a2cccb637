"""Publishing: the step of a service that puts a message into a channel for every job, and may wait until it is there.

A sender that confirms (a publisher confirm of RabbitMQ, acks of Kafka) keeps its worker until it hears that the channel
has the message. If it hears nothing in time, or that there is no room, it may send the same message again: since
only the answer may have been lost, the message may then come out twice.
"""

from collections.abc import Callable

from sim.arguments import flag, kind, number, whole
from sim.clock import LATE
from sim.ledger import GIVEN_UP, TOLD, TURNED_AWAY
from sim.retry import Retry, RetryBudget
from sim.trace import ERROR


def _checked_keys(keys):
    if isinstance(keys, Callable) and not isinstance(keys, type) or keys is None:
        return keys
    return whole("keys", keys, at_least=1)


class Publication:
    """A step of a service: put a message into `channel`, and with `confirm` go on when the channel has it.

    Made by `Service.publishes`. `keys`: None, how many different keys are drawn from, or a function from the message's
    number to its key. `timeout` (ms) bounds the waiting of each try, `retry` says how often is tried.
    Raises ValueError if it confirms without a timeout, or has a timeout or a retry without confirming.
    """

    def __init__(self, service, channel, streams, keys=None, confirm=False, retry=None, timeout=None):
        self.service, self.channel, self.clock = service, channel, channel.clock
        self.keys = _checked_keys(keys)
        self.confirm = flag("confirm", confirm)
        self.timeout = None if timeout is None else number("timeout", timeout, above=0)
        self.retry = None if retry is None else kind("retry", retry, Retry, "a Retry such as Retry(attempts=3)")
        if self.confirm and timeout is None:
            raise ValueError("timeout must be set for a sender that confirms, got timeout=None")
        if not self.confirm and (retry is not None or timeout is not None):
            raise ValueError("confirm must be True for a sender with a timeout or a retry, got confirm=False")
        name = f"{service.name}/{channel.name}#{len(channel.senders)}"
        self._draw_key = streams.named(f"{name}/keys").random
        self.backoff_rng = streams.named(f"{name}/backoff")
        self.purse = None if retry is None or retry.budget is None else RetryBudget(retry.budget)

    def begin(self, job):
        """Send the message of a job. True: wait for the channel's word."""
        if not self.confirm:
            self.channel.send(self.service.name, job.row, key=self.new_key())
            return False
        _Waiting(self, job)
        return True

    def new_key(self):
        """Return the key of the next message."""
        if self.keys is None:
            return None
        if callable(self.keys):
            return self.keys(len(self.channel.ledger))
        return int(self._draw_key() * self.keys)


class _Waiting:
    """A job that waits to hear that the channel has its message."""

    def __init__(self, publication, job):
        self.step, self.job = publication, job
        self.tries, self.waited, self.over = 1, 0.0, False
        if publication.purse:
            publication.purse.earn()
        self.message = publication.channel.send(publication.service.name, job.row, key=publication.new_key(), confirm=self)
        self._wait()

    def _wait(self):
        clock = self.step.clock
        clock.at(self.tries, clock.now + self.step.timeout, LATE, self._time_out)

    def _time_out(self, tries):
        if tries == self.tries and not self.over:
            self._failed(GIVEN_UP)

    def hear(self, has):
        """The channel's word has come: it has the message, or it has no room."""
        service = self.step.service
        if self.over:
            return
        if service.forgot(self.job):
            self._give_up(GIVEN_UP)
        elif has:
            self.over = True
            self.step.channel.ledger.tell(self.message.number, TOLD, self.step.clock.now)
            service.go_on(self.job)
        elif self.tries > 0:
            self._failed(TURNED_AWAY)

    def _failed(self, why):
        step = self.step
        if step.service.forgot(self.job):
            self._give_up(GIVEN_UP)
            return
        retry, tried = step.retry, self.tries
        self.tries = -tried  # neither an answer nor the timeout of this try counts from here on
        if retry is None or tried >= retry.attempts or step.purse and not step.purse.spend():
            self._give_up(why)
            step.service.finish(self.job, ERROR)
            return
        self.waited = retry.backoff.wait(tried, self.waited, step.backoff_rng)
        step.clock.at(tried + 1, step.clock.now + self.waited, happen=self._try_again)

    def _try_again(self, tries):
        if self.over:
            return  # heard at last
        if self.step.service.forgot(self.job):
            self._give_up(GIVEN_UP)
            return
        self.tries = tries
        self.step.channel.send_again(self.message)
        self._wait()

    def _give_up(self, why):
        self.over = True
        self.step.channel.ledger.tell(self.message.number, why)
