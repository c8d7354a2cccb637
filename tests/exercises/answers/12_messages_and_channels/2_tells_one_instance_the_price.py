# task: 2
# expect: refused, because this does not hold: situations 3, 6 and 8
channel_for = {1: one, 2: services, 3: services, 4: one, 5: one, 6: instances, 7: services, 8: instances}
