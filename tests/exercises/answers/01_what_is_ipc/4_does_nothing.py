# task: 4
# expect: refused, because this does not hold: who asks again gets the first reply
def once(handle):
    return handle
