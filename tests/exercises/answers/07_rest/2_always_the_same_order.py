# task: 2
# expect: refused, because this does not hold: it shows the same, of any order
def page(client, id):
    costs = {line["sku"]: line["quantity"] * line["price"] for line in client.get("/orders/o-4711").json()["lines"]}
    return {"costs": costs, "sum": sum(costs.values())}
