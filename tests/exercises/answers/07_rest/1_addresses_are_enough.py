# task: 1
# expect: refused, because this does not hold: each stands on its own level
levels = {"ship it": 2, "front door": 0, "guided tour": 3, "by the book": 2}
