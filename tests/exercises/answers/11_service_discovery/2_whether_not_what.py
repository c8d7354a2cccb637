# task: 2
# expect: refused, because this does not hold: the answer of a healthy instance is returned
def ask_one_of(names, ask, tries):
    return any(ask(name) is not None for name in names[:tries])
