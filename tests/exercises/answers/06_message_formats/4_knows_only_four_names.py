# task: 4
# expect: refused, because your code raised ValueError: unknown
def read_line(data):
    document = json.loads(data)
    if set(document) - {"sku", "quantity", "price", "state"}:
        raise ValueError("unknown")
    if type(document.get("price")) is not int:
        raise ValueError("price")
    return {"quantity": 1} | document
