# task: 1
# expect: accepted
from sim.theory import little

threads_in_use = little(200, 150)
threads_when_slow = little(200, 150 + 1_500)
longest_hold = next(held for held in range(1, 10_000) if little(200, held) >= 100)
