# task: 1
# expect: accepted
does_break = {change: not survives(change) for change in TEN}
