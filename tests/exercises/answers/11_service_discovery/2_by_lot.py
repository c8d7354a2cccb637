# task: 2
# expect: accepted
from random import Random

rng = Random(1)


def ask_one_of(names, ask, tries):
    left = list(names)
    while left and tries > 0:
        tries -= 1
        answer = ask(left.pop(rng.randrange(len(left))))
        if answer is not None:
            return answer
    return None
