# task: 4
# expect: refused, because this does not hold: at most a tenth of the broken time is left
weeks_ahead = 12
