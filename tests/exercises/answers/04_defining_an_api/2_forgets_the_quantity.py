# task: 2
# expect: refused, because this does not hold: it reads today's order
KNOWN = ("PENDING", "APPROVED", "REJECTED", "CANCELLED")


def read(answer):
    return {"id": answer["id"], "total": sum(line["price"] for line in answer["lines"]), "state": answer["state"]}
