# task: 1
# expect: refused, because this does not hold: as many threads are in use as in the simulation
threads_in_use = 200 * 150
threads_when_slow = 200 * 1_650
longest_hold = 500
