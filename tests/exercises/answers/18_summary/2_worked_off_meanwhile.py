# task: 2
# expect: refused, because this does not hold: what comes in during an outage waits
answered = 0.98**2 * 0.99**4
waiting = 30 * (40 - 20) // 2
behind = 30
