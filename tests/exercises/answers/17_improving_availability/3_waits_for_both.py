# task: 3
# expect: refused, because this does not hold: the first no rejects it
def state(answers, limit, now):
    said = {who: yes for time, who, yes in answers if time <= limit}
    if len(said) == 2:
        return "APPROVED" if all(said.values()) else "REJECTED"
    return "REJECTED" if now > limit else "PENDING"
