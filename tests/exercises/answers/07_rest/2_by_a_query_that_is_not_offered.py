# task: 2
# expect: refused, because your code raised
def page(client, id):
    return client.get(f"/pages/{id}").json()["page"]
