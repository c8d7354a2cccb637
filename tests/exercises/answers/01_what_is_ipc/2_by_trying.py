# task: 2
# expect: accepted
smallest_tries = next(n for n in range(1, 8) if confirmed(n) >= 0.999)
