# task: 2
# expect: accepted
connections = 60
while mmc_wait(200, 50, connections - 1) <= 5:
    connections -= 1
