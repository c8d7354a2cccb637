# task: 2
# expect: refused, because this does not hold: after a failure another one is asked
def ask_one_of(names, ask, tries):
    for _ in range(tries):
        if names and (answer := ask(names[0])) is not None:
            return answer
    return None
