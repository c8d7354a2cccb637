# task: 4
# expect: accepted
def read_line(data):
    document = json.loads(data)
    price = document.get("price")
    if isinstance(price, bool) or not isinstance(price, int):
        raise ValueError("price")
    line = {"sku": document.get("sku"), "price": price, "quantity": 1, "state": "UNKNOWN"}
    if "quantity" in document:
        line["quantity"] = document["quantity"]
    if document.get("state") in STATES:
        line["state"] = document["state"]
    return line
