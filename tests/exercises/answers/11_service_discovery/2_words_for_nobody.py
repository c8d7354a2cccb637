# task: 2
# expect: refused, because this does not hold: without an answer
def ask_one_of(names, ask, tries):
    if not names:
        return "no instance is known"
    for name in names[:tries]:
        answer = ask(name)
        if answer is not None:
            return answer
    return None
