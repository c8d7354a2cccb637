# task: 3
# expect: refused, because this does not hold: with time enough all is done
def handle(steps, left, work, ask):
    patience = left()
    for ms in steps:
        if left() < ms:
            return "gave up"
        work(ms)
    if left() <= 0:
        return "gave up"
    ask(patience)
    return "done"
