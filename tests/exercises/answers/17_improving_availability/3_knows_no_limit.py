# task: 3
# expect: refused, because this does not hold: after the limit it is REJECTED
def state(answers, limit, now):
    if any(not yes for _, _, yes in answers):
        return "REJECTED"
    return "APPROVED" if len({who for _, who, _ in answers}) == 2 else "PENDING"
