# task: 3
# expect: refused, because this does not hold: after three tries it gives up
def careful(send, method, path, key=None):
    tries = 1 if method == "POST" and key is None else 4
    for attempt in range(1, tries + 1):
        try:
            return send(method, path, key)
        except TimeoutError:
            if attempt == tries:
                raise
