# task: 2
# expect: refused, because this does not hold: with one thread fewer more would: it is the smallest
def smallest_pool(rate, held, goal):
    return round(2 * rate * held / 1_000)
