# task: 4
# expect: refused, because this does not hold: payment is served when it is slow, and asked little more
def mended(plan):
    plan["payment"]["budget"] = 0.1
    plan["order placed"]["strategy"] = "polling"
    return plan
