# task: 4
# expect: refused, because this does not hold: it ignores what it does not know
def read_line(data):
    document = json.loads(data)
    if type(document.get("price")) is not int:
        raise ValueError("price")

    document.setdefault("quantity", 1)
    if document["state"] not in STATES:
        document["state"] = "UNKNOWN"
    return document
