# task: 1
# expect: refused, because this does not hold: all ten are answered with True or False
does_break = dict.fromkeys(TEN, "breaking")
