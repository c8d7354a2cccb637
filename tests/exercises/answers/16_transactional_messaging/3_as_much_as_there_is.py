# task: 3
# expect: refused, because this does not hold: a batch has at most 40 messages
every, batch = 250, 1_000
