# task: 3
# expect: refused, because this does not hold: it is APPROVED when both have said yes
def state(answers, limit, now):
    if any(not yes for _, _, yes in answers) or now > limit:
        return "REJECTED"
    return "APPROVED" if [who for _, who, _ in answers] == ["restaurant", "consumer"] else "PENDING"
