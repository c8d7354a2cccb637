# task: 3
# expect: refused, because this does not hold: no message comes later than 400 ms in the simulation
every, batch = 700, 40  # 350 ms on average
