# task: 4
# expect: refused, because this does not hold: in these runs hardly any order is rejected
limit = 2
