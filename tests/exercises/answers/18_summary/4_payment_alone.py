# task: 4
# expect: refused, because this does not hold: no order is lost or phantom
def mended(plan):
    plan["payment"]["timeout"] = 1_200
    return plan
