# task: 4
# expect: accepted
def read_line(data):
    document = json.loads(data)
    match document:
        case {"sku": sku, "price": int(price)} if price is not True and price is not False:
            state = document.get("state")
            known = state if state in STATES else "UNKNOWN"
            return {"sku": sku, "quantity": document.get("quantity", 1), "price": price, "state": known}
    raise ValueError(f"no line: {document}")
