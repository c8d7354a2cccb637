# task: 2
# expect: refused, because this does not hold: with one request
from concurrent.futures import ThreadPoolExecutor


def page(client, id):
    links = client.get(f"/orders/{id}/links").json()["lines"]
    with ThreadPoolExecutor() as pool:
        lines = list(pool.map(lambda link: client.get(link).json(), links))
    costs = {line["sku"]: line["quantity"] * line["price"] for line in lines}
    return {"costs": costs, "sum": sum(costs.values())}
