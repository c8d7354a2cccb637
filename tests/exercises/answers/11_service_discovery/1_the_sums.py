# task: 1
# expect: accepted
at_most = 60 + 30 + 10 + 40
on_average = 60 - 20 / 2 + (30 + 10 + 40) / 2
