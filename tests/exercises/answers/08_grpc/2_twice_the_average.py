# task: 2
# expect: refused, because this does not hold: with one connection less they wait longer
connections = 20
