# task: 4
# expect: refused, because this does not hold: what was right in calm and with a hanging service still is
def mended(plan):
    plan["payment"]["retries"] = 0
    plan["order placed"]["strategy"] = "polling"
    return plan
