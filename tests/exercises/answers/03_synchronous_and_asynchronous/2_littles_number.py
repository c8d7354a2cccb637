# task: 2
# expect: refused, because this does not hold: with this pool at most 5 % wait for more than 10 ms
def smallest_pool(rate, held, goal):
    return round(rate * held / 1_000)
