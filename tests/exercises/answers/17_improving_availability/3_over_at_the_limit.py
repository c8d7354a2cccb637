# task: 3
# expect: refused, because this does not hold: a yes at exactly the limit counts
def state(answers, limit, now):
    said_yes = set()
    for time, who, yes in answers:
        if time >= limit:
            break
        if not yes:
            return "REJECTED"
        said_yes.add(who)
        if len(said_yes) == 2:
            return "APPROVED"
    return "REJECTED" if now >= limit else "PENDING"
