# task: 4
# expect: accepted
from sim.theory import mean_times_done

orders_made = 1_000 * mean_times_done(0.8, 0.64, 4)
