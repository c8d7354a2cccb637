# task: 4
# expect: accepted
def mended(plan):
    return plan | {"payment": {"style": "call", "timeout": 2_000, "retries": 3}, "order placed": {"strategy": "log tailing"}}
