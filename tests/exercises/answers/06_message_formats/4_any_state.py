# task: 4
# expect: refused, because this does not hold: a state that it does not know
def read_line(data):
    document = json.loads(data)
    if type(document.get("price")) is not int:
        raise ValueError("price")

    return {"sku": document["sku"], "quantity": document.get("quantity", 1), "price": document["price"], "state": document["state"]}
