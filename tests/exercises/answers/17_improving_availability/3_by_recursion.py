# task: 3
# expect: accepted
def state(answers, limit, now, missing=frozenset({"consumer", "restaurant"})):
    if not missing:
        return "APPROVED"
    if not answers or answers[0][0] > limit:
        return "REJECTED" if now > limit else "PENDING"
    (_, who, yes), *others = answers
    return state(others, limit, now, missing - {who}) if yes else "REJECTED"
