# task: 1
# expect: accepted
at_most, on_average = 139.5, 90.5
