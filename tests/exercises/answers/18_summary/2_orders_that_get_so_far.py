# task: 2
# expect: accepted
answered = 0.98**2 * 0.99**4
waiting = round(20 * 30 * 0.98 * 0.99 * 0.98)
behind = waiting / (40 - 20 * 0.98 * 0.99 * 0.98)
