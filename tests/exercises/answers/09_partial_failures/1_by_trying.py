# task: 1
# expect: accepted
smallest_pause = next(p / 10 for p in range(8, 30) if sum(goodput_after(p / 10, seed) < 24 for seed in range(1, 8)) > 4)
