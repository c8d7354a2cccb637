# task: 3
# expect: accepted
def careful(send, method, path, key=None):
    tries = 1 if method == "POST" and key is None else 3
    for attempt in range(1, tries + 1):
        try:
            return send(method, path, key)
        except TimeoutError:
            if attempt == tries:
                raise
