# task: 2
# expect: accepted
def ask_one_of(names, ask, tries):
    for name in names[:tries]:
        answer = ask(name)
        if answer is not None:
            return answer
