# task: 4
# expect: refused, because this does not hold: at most two settings are changed
def mended(plan):
    plan["recommendation"] = {"style": "copy"}
    plan["payment"] = {"style": "call", "timeout": 1_500, "retries": 1}
    plan["order placed"] = {"strategy": "polling"}
    return plan
