# task: 2
# expect: refused, because this does not hold: situations 2 and 7
channel_for = {1: one, 2: instances, 3: instances, 4: one, 5: one, 6: instances, 7: services, 8: instances}
