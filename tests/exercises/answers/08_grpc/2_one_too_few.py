# task: 2
# expect: refused, because this does not hold: calls wait at most 5 ms
connections = 12
