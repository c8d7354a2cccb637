# task: 3
# expect: refused, because this does not hold: a POST without a key is sent once
def careful(send, method, path, key=None):
    tries = 3
    for attempt in range(1, tries + 1):
        try:
            return send(method, path, key)
        except TimeoutError:
            if attempt == tries:
                raise
