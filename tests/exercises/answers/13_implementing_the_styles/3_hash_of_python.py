# task: 3
# expect: refused, because this does not hold: no customer's messages are done in another order
def queue_of(customer, queues):
    return hash(customer) % queues
