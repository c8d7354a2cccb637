# task: 3
# expect: refused, because this does not hold: a step that cannot end in time is not begun
def handle(steps, left, work, ask):
    for ms in steps:
        work(ms)
    ask(left())
    return "done"
