# task: 4
# expect: refused, because this does not hold: at most two settings are changed
def mended(plan):
    plan["payment"]["timeout"] = 1_200
    plan["order placed"]["strategy"] = "polling"
    plan["payment"]["budget"] = 0.1
    return plan
