# task: 2
# expect: refused, because this does not hold: not more are asked than there are tries
def ask_one_of(names, ask, tries):
    for name in names if tries > 1 else names[:1]:
        answer = ask(name)
        if answer is not None:
            return answer
    return None
