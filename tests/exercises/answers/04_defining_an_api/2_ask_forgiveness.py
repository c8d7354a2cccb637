# task: 2
# expect: accepted
KNOWN = ("PENDING", "APPROVED", "REJECTED", "CANCELLED")


def read(answer):
    try:
        pairs = [(line["quantity"], line["price"]) for line in answer["lines"]]
    except KeyError as error:
        raise ValueError(f"{error} is missing") from None
    if any(not isinstance(number, int) for pair in pairs for number in pair):
        raise ValueError("prices and quantities are whole numbers")
    state = answer["state"] if answer["state"] in KNOWN else "OTHER"
    return {"id": answer["id"], "state": state, "total": sum(count * price for count, price in pairs)}
