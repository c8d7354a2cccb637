# task: 4
# expect: accepted
def mended(plan):
    plan["payment"]["timeout"] = 1_200
    plan["order placed"]["strategy"] = "polling"
    return plan
