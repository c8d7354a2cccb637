# task: 3
# expect: refused, because this does not hold: an answer is an answer
def careful(send, method, path, key=None):
    tries = 1 if method == "POST" and key is None else 3
    for attempt in range(1, tries + 1):
        try:
            status = send(method, path, key)
        except TimeoutError:
            if attempt == tries:
                raise
        else:
            if status < 400 or attempt == tries:
                return status
