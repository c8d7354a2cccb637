# task: 3
# expect: accepted
from sim.pending import Pending


def state(answers, limit, now):
    book = Pending(["consumer", "restaurant"], limit)
    book.place(1, 0)
    for time, who, yes in answers:
        book.hear(1, who, yes, time)
    return book.state(1, now)
