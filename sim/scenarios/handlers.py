"""Mechanisms of a consumer's or a sender's own code, tried in a simulation: correlation, the choice of a queue, an idempotent handler."""

from collections import Counter
from typing import NamedTuple
from zlib import crc32

from sim.delays import constant, exponential
from sim.handling import Handling
from sim.world import World

CUSTOMERS = tuple(f"customer {number}" for number in range(1, 61))
QUESTIONS, PURCHASES, ORDERS = 200, 200, 100


class Heard(NamedTuple):
    """What came of replies: `told` to the right customer, once a question; `strangers` told to another; `twice`, told once too often."""

    asked: int
    told: int
    strangers: int
    twice: int
    out_of_order: int


def replies_heard(correlator, seed=1):
    """Let a shop ask 200 questions, 30 a second, of four warehouses that compete, and return what came of the replies, a `Heard`.

    `correlator.ask(customer)` gives the correlation id of a question, `correlator.hear(id)` the customer to whom the reply with it
    goes, or None to drop it. Replies come in another order than the questions, and some come twice. What these raise goes through.
    """
    world = World(seed=seed)
    questions, replies = world.channel("questions", network=constant(1), visibility=400), world.channel("replies", network=constant(1))
    luck = world.streams.named("customers")
    asked, answers, told, order = [], [], [], []

    def ask():
        customer = CUSTOMERS[luck.randrange(8)]  # few, so that some ask twice at once
        asked.append(customer)
        told.append([])
        questions.send("shop", -1, key=correlator.ask(customer))
        if len(asked) < QUESTIONS:
            world.at(world.now + luck.expovariate(0.03), ask)

    def answer(message):
        answers.append(message.number)
        replies.send("warehouse", -1, key=message.key)

    def hear(message):
        question = answers[message.number]
        customer = correlator.hear(message.key)
        order.append(question)
        if customer is not None:
            told[question].append(customer)

    for number in range(4):
        warehouse = world.service(f"warehouse {number + 1}", workers=1, work=exponential(60))
        warehouse.consumes(questions, lost_acks=0.1)
        Handling(warehouse, answer)
    shop = world.service("shop", workers=1, work=constant(0))
    shop.consumes(replies)
    Handling(shop, hear)
    ask()
    world.run(30_000)
    good = sum(customer in some for customer, some in zip(asked, told))
    strangers = sum(other != customer for customer, some in zip(asked, told) for other in some)
    twice = sum(max(0, len(some) - 1) for some in told)
    return Heard(len(asked), good, strangers, twice, sum(later < sooner for sooner, later in zip(order, order[1:])))


class _Name(str):
    """A customer's name in one of several processes: as Python's hash of any text, its hash is another in each."""

    __slots__ = ("process",)
    __eq__ = str.__eq__

    def __hash__(self):
        return crc32(f"{self.process}/{self}".encode())


def _named(customer, process):
    name = _Name(customer)
    name.process = process
    return name


class Routed(NamedTuple):
    """What came of messages: `wrong`, orders that were done in a wrong order; `shares` of the messages, one a queue."""

    orders: int
    wrong: int
    shares: list


def orders_routed(choose, queues=4, seed=1):
    """Let two processes of a shop send 100 orders of three messages each to `queues`, each with a consumer; return the `Routed`.

    `choose(customer, queues)` is the number of the queue for a message, from 0 on. Each order is of another customer; the messages of
    an order come from both processes in turn. What `choose` raises goes through. Raises ValueError for a queue that is none.
    """
    world = World(seed=seed)
    channels = [world.channel(f"queue {number}", network=constant(1)) for number in range(queues)]
    luck = world.streams.named("orders")
    effects = {}
    used = Counter()

    def send(order, step):
        customer = f"customer {order + 1}"
        queue = choose(_named(customer, (order + step) % 2), queues)
        if isinstance(queue, bool) or not isinstance(queue, int) or not 0 <= queue < queues:
            raise ValueError(f"queue must be a whole number from 0 to {queues - 1}, got {queue!r}")
        used[queue] += 1
        channels[queue].send("shop", -1, key=(order, step))
        if step < 2:
            world.at(world.now + luck.expovariate(0.05), lambda: send(order, step + 1))

    def begin(order):
        send(order, 0)
        if order + 1 < ORDERS:
            world.at(world.now + luck.expovariate(0.008), lambda: begin(order + 1))

    for number, channel in enumerate(channels):
        consumer = world.service(f"consumer {number + 1}", workers=1, work=exponential(100))
        consumer.consumes(channel)
        Handling(consumer, lambda message: effects.setdefault(message.key[0], []).append(message.key[1]))
    begin(0)
    world.run(120_000)
    return Routed(ORDERS, sum(steps != [0, 1, 2] for steps in effects.values()), [used[number] / used.total() for number in range(queues)])


class Charged(NamedTuple):
    """What came of purchases: charged exactly `once`, `twice` or more often, or `never`; `handed_out` again and again counts each time."""

    purchases: int
    once: int
    twice: int
    never: int
    unsettled: int
    handed_out: int


class Bank:
    """A bank that charges customers and does not always answer: `charge(customer, amount)` is True if it has charged."""

    def __init__(self, luck, refuses):
        self._luck, self._refuses = luck, refuses
        self.charges = Counter()
        self.now = None  # the number of the message that is handled

    def charge(self, customer, amount):
        """Charge a customer; False if the bank is not there just now, and nothing is charged."""
        if self._luck.random() < self._refuses:
            return False
        self.charges[self.now] += 1
        return True


def purchases_handled(make_till, lost_acks=0.3, refuses=0.2, seed=1):
    """Let 200 purchases come to a till, whose acknowledgements get lost now and then, and return what was `Charged`.

    `make_till(bank)` gives a till with `handle(number, customer, amount)`: True when the message may be acknowledged, False when it is
    to come again. `number` is the message's id. Customers buy the same for the same amount again. What the till raises goes through.
    """
    world = World(seed=seed)
    purchases = world.channel("purchases", network=constant(1), visibility=300)
    luck = world.streams.named("customers")
    bank = Bank(world.streams.named("bank"), refuses)
    till = make_till(bank)
    bought = [(CUSTOMERS[luck.randrange(10)], luck.choice((5, 10, 20))) for _ in range(PURCHASES)]

    def buy(number):
        purchases.send("shop", -1)
        if number + 1 < PURCHASES:
            world.at(world.now + luck.expovariate(0.02), lambda: buy(number + 1))

    def handle(message):
        bank.now = message.number
        return till.handle(message.number, *bought[message.number])

    service = world.service("till", workers=4, work=exponential(20))
    consumer = service.consumes(purchases, lost_acks=lost_acks)
    Handling(service, handle)
    buy(0)
    world.run(40_000)
    often = [bank.charges[number] for number in range(PURCHASES)]
    found = purchases.ledger.counts()
    return Charged(
        PURCHASES, often.count(1), sum(times > 1 for times in often), often.count(0), found.waiting + found.in_flight, consumer.taken,
    )  # fmt: skip
