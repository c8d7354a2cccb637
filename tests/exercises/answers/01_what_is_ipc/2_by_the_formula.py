# task: 2
# expect: accepted
once_fails = 1 - (0.995 * 0.98**2) ** 3
smallest_tries = next(n for n in range(1, 8) if once_fails**n <= 0.001)
