# task: 1
# expect: refused, because this does not hold: every API has a level from 0 to 3
levels = {"ship it": 1.5, "front door": 0, "guided tour": 3, "by the book": 2}
