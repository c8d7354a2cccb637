# task: 3
# expect: refused, because this does not hold: it is APPROVED when both have said yes
def state(answers, limit, now):
    said_yes = []
    for time, who, yes in answers:
        if time > limit:
            break
        if not yes:
            return "REJECTED"
        said_yes.append(who)
        if said_yes == ["consumer", "restaurant"]:
            return "APPROVED"
    return "REJECTED" if now > limit else "PENDING"
