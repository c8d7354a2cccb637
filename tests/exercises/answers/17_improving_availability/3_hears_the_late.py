# task: 3
# expect: refused, because this does not hold: an answer that comes too late changes nothing
def state(answers, limit, now):
    if any(not yes for _, _, yes in answers):
        return "REJECTED"
    if len({who for _, who, _ in answers}) == 2:
        return "APPROVED"
    return "REJECTED" if now > limit else "PENDING"
