# task: 3
# expect: accepted
def careful(send, method, path, key=None, left=3):
    try:
        return send(method, path, key)
    except TimeoutError:
        if left == 1 or (method == "POST" and not key):
            raise
        return careful(send, method, path, key, left - 1)
