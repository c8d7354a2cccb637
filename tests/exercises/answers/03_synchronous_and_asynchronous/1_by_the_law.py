# task: 1
# expect: accepted
threads_in_use, threads_when_slow, longest_hold = 30, 330, 500
