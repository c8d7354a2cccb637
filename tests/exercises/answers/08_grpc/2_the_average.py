# task: 2
# expect: refused, because this does not hold: calls wait at most 5 ms
connections = 10  # Little: 200 a second for 50 ms
