# task: 1
# expect: accepted
from random import Random

random, calls, in_a_row, rows = Random(5), 0, 0, 0
while rows < 2_000:
    calls += 1
    in_a_row = in_a_row + 1 if random.random() < 0.5 else 0
    if in_a_row == 5:
        rows, in_a_row = rows + 1, 0
calls_on_average = calls / rows
