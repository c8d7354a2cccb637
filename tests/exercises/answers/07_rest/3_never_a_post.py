# task: 3
# expect: refused, because this does not hold: a POST with a key is sent again
def careful(send, method, path, key=None):
    tries = 1 if method == "POST" else 3
    for attempt in range(1, tries + 1):
        try:
            return send(method, path, key)
        except TimeoutError:
            if attempt == tries:
                raise
