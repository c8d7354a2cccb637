# task: 3
# expect: refused, because this does not hold: a no after the approval changes nothing
def state(answers, limit, now):
    heard = [(who, yes) for time, who, yes in answers if time <= limit]
    if any(not yes for _, yes in heard):
        return "REJECTED"
    if len({who for who, _ in heard}) == 2:
        return "APPROVED"
    return "REJECTED" if now > limit else "PENDING"
