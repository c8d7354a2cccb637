# task: 3
# expect: refused, because this does not hold: an order that nobody has answered is PENDING
def state(answers, limit, now):
    return "APPROVED" if all(yes for _, _, yes in answers) else "REJECTED"
