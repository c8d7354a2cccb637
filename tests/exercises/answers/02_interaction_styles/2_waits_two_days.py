# task: 2
# expect: refused, because this does not hold: situations 1, 2, 5 and 6
choice = {
    1: "request/response",
    2: "request/response",
    3: "publish/subscribe",
    4: "publish/async responses",
    5: "one-way notification",
    6: "request/response",
    7: "publish/subscribe",
    8: "publish/async responses",
}
