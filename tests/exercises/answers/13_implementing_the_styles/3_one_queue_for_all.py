# task: 3
# expect: refused, because this does not hold: every consumer does between 15 and 35 % of the work
def queue_of(customer, queues):
    return 0
