# task: 2
# expect: refused, because this does not hold: each of the two works on every accepted order exactly once
def wire(world, order, consumer, restaurant):
    pass
