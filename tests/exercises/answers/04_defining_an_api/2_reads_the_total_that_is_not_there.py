# task: 2
# expect: refused, because your code raised KeyError
KNOWN = ("PENDING", "APPROVED", "REJECTED", "CANCELLED")


def read(answer):
    return {"id": answer["id"], "total": answer["total"], "state": answer["state"]}
