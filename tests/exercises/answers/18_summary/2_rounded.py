# task: 2
# expect: accepted
answered = 0.923
waiting = 595
behind = 29.75
