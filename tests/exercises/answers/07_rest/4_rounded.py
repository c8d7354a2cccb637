# task: 4
# expect: accepted
orders_made = 1_225
