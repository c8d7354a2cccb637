# task: 3
# expect: refused, because this does not hold: a POST without a key is sent once
def careful(send, method, path, key=None):
    for _ in range(1 if method == "POST" and key is None else 3):
        try:
            return send(method, path, key)
        except TimeoutError:
            pass
