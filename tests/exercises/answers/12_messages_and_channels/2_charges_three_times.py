# task: 2
# expect: refused, because this does not hold: situations 1, 4 and 5
channel_for = {1: instances, 2: services, 3: instances, 4: one, 5: one, 6: instances, 7: services, 8: instances}
