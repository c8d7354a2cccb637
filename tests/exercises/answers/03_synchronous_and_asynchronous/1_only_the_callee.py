# task: 1
# expect: refused, because this does not hold: and when the callee is slow
threads_in_use = 30
threads_when_slow = 300  # forgets the 150 ms
longest_hold = 500
