# task: 1
# expect: refused, because this does not hold: every API has a level from 0 to 3
levels = {"ship it": 2, "front door": 1, "guided tour": 4, "by the book": 3}
