# task: 3
# expect: refused, because this does not hold: one of them is not enough, however often it says so
def state(answers, limit, now):
    if any(not yes for _, _, yes in answers):
        return "REJECTED"
    if len(answers) >= 2:
        return "APPROVED"
    return "REJECTED" if now > limit else "PENDING"
