# task: 2
# expect: refused, because this does not hold: a backlog goes down by what is left of the capacity
answered = 0.98**2 * 0.99**4
waiting = 600
behind = 600 / 40
