# task: 3
# expect: refused, because this does not hold: nobody is asked when there is no time left
def handle(steps, left, work, ask):
    for ms in steps:
        if left() < ms:
            return "gave up"
        work(ms)
    ask(left())
    return "done"
