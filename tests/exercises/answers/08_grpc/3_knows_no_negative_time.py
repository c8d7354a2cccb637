# task: 3
# expect: refused, because this does not hold: nothing is done for a caller that has left already
def handle(steps, left, work, ask):
    for ms in steps:
        if left() < ms:
            return "gave up"
        work(ms)
    if left() == 0:
        return "gave up"
    ask(left())
    return "done"
