# task: 3
# expect: refused, because this does not hold: no message comes later than 400 ms in the simulation
every, batch = 250, 10  # 40 a second are ten in 250 ms
