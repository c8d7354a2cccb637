# task: 4
# expect: refused, because your code raised KeyError: 'price'
def read_line(data):
    document = json.loads(data)
    price = document["price"]
    state = document["state"] if document["state"] in STATES else "UNKNOWN"
    return {"sku": document["sku"], "quantity": document.get("quantity", 1), "price": price, "state": state}
