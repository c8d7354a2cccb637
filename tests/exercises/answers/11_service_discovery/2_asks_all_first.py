# task: 2
# expect: refused, because this does not hold: one answer is enough
def ask_one_of(names, ask, tries):
    answers = [ask(name) for name in names[:tries]]
    return next((answer for answer in answers if answer is not None), None)
