# task: 3
# expect: refused, because this does not hold: what is safe is sent again until an answer comes
def careful(send, method, path, key=None):
    tries = 1
    for attempt in range(1, tries + 1):
        try:
            return send(method, path, key)
        except TimeoutError:
            if attempt == tries:
                raise
