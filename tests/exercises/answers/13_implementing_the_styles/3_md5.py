# task: 3
# expect: accepted
from hashlib import md5


def queue_of(customer, queues):
    return int.from_bytes(md5(customer.encode(), usedforsecurity=False).digest(), "big") % queues
