# task: 1
# expect: refused, because this does not hold: they are ranked in the right order
levels = {"ship it": 0, "front door": 1, "guided tour": 3, "by the book": 2}
