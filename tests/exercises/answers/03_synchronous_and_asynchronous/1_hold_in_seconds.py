# task: 1
# expect: refused, because this does not hold: at that time a pool of 100 is used up
threads_in_use = 30
threads_when_slow = 330
longest_hold = 0.5
