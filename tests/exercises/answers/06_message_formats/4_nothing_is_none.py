# task: 4
# expect: refused, because this does not hold: no quantity means 1
def read_line(data):
    document = json.loads(data)
    if type(document.get("price")) is not int:
        raise ValueError("price")

    state = document["state"] if document["state"] in STATES else "UNKNOWN"
    return {"sku": document["sku"], "quantity": document.get("quantity"), "price": document["price"], "state": state}
