# task: 4
# expect: refused, because this does not hold: a price that is missing
def read_line(data):
    document = json.loads(data)
    price = document.get("price")
    if not isinstance(price, int):
        raise ValueError("price")
    state = document["state"] if document["state"] in STATES else "UNKNOWN"
    return {"sku": document["sku"], "quantity": document.get("quantity", 1), "price": price, "state": state}
