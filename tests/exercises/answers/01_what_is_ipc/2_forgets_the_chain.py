# task: 2
# expect: refused, because this does not hold: with so many tries
smallest_tries = next(n for n in range(1, 8) if (1 - 0.995 * 0.98**2) ** n <= 0.001)
