# task: 3
# expect: accepted
def handle(steps, left, work, ask):
    if sum(steps) >= left():
        return "gave up"
    for ms in steps:
        work(ms)
    ask(left())
    return "done"
