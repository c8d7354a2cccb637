# task: 3
# expect: accepted
def queue_of(customer, queues):
    return int(customer.split()[1]) % queues
