# task: 2
# expect: refused, because this does not hold: it refuses to guess at a price
KNOWN = ("PENDING", "APPROVED", "REJECTED", "CANCELLED")


def read(answer):
    cents = 0
    for line in answer["lines"]:
        price = line.get("price", 0)
        cents += line.get("quantity", 1) * (price if isinstance(price, int) else round(100 * float(price)))
    return {"id": answer["id"], "total": cents, "state": answer["state"] if answer["state"] in KNOWN else "OTHER"}
