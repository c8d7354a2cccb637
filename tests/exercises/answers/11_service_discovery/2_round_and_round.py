# task: 2
# expect: refused, because this does not hold: nobody is asked twice
def ask_one_of(names, ask, tries):
    for i in range(tries if names else 0):
        answer = ask(names[i % len(names)])
        if answer is not None:
            return answer
    return None
