# task: 1
# expect: accepted
calls_on_average = (1 - 0.5**5) / (0.5 * 0.5**5)
