# task: 3
# expect: accepted
every, batch = 280, 40
