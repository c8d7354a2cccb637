# task: 3
# expect: refused, because this does not hold: no customer's messages are done in another order
from itertools import count

turn = count()


def queue_of(customer, queues):
    return next(turn) % queues
