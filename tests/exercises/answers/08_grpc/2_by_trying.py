# task: 2
# expect: accepted
connections = next(count for count in range(11, 100) if mmc_wait(200, 50, count) <= 5)
