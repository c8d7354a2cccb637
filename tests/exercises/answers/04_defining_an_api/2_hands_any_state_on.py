# task: 2
# expect: refused, because this does not hold: a state that it does not know is OTHER
KNOWN = ("PENDING", "APPROVED", "REJECTED", "CANCELLED")


def read(answer):
    return {"id": answer["id"], "total": total(answer), "state": answer["state"]}
