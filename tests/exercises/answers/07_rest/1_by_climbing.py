# task: 1
# expect: accepted
levels = dict(zip(("front door", "ship it", "by the book", "guided tour"), range(4)))
