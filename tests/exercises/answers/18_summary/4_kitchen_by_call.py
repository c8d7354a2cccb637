# task: 4
# expect: refused, because this does not hold: what was right in calm and with a hanging service still is
def mended(plan):
    plan["payment"]["timeout"] = 1_200
    plan["kitchen"]["style"] = "call"
    return plan
