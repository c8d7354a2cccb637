# task: 2
# expect: refused, because this does not hold: it shows the same, of any order
def page(client, id):
    costs = {line["sku"]: line["price"] for line in client.get(f"/orders/{id}").json()["lines"]}
    return {"costs": costs, "sum": sum(costs.values())}
