# task: 4
# expect: refused, because this does not hold: the backlog is gone after six seconds
capacity = 60
