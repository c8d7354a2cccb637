# task: 2
# expect: accepted
def page(client, id):
    order = client.get("/orders/" + id).json()
    pairs = [(line["sku"], line["price"] * line["quantity"]) for line in order["lines"]]
    return {"sum": sum(cost for _, cost in pairs), "costs": dict(pairs)}
