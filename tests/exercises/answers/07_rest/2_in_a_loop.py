# task: 2
# expect: accepted
def page(client, id):
    costs, total = {}, 0
    for line in client.get(f"/orders/{id}").json()["lines"]:
        costs[line["sku"]] = line["quantity"] * line["price"]
        total += costs[line["sku"]]
    return {"costs": costs, "sum": total}
