# task: 3
# expect: accepted
def handle(steps, left, work, ask):
    if not steps:
        if left() > 0:
            ask(left())
            return "done"
        return "gave up"
    first, *rest = steps
    if first > left():
        return "gave up"
    work(first)
    return handle(rest, left, work, ask)
