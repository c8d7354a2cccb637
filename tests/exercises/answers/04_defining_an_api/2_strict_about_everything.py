# task: 2
# expect: refused, because this does not hold: more fields, or fewer
KNOWN = ("PENDING", "APPROVED", "REJECTED", "CANCELLED")


def read(answer):
    if set(answer) != set(ORDER):
        return None
    return {"id": answer["id"], "total": total(answer), "state": answer["state"]}
