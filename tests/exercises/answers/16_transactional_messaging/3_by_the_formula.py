# task: 3
# expect: accepted
from sim.theory import longest_polling_lag

every = 300
batch = max(size for size in range(1, 41) if longest_polling_lag(every, size, 10, 2) <= 400)
