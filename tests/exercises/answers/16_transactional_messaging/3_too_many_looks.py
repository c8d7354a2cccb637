# task: 3
# expect: refused, because this does not hold: the relay looks at most four times a second
every, batch = 100, 20
