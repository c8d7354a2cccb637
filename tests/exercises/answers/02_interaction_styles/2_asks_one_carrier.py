# task: 2
# expect: refused, because this does not hold: situations 3, 4, 7 and 8
choice = {
    1: "request/response",
    2: "request/async response",
    3: "publish/subscribe",
    4: "request/async response",
    5: "one-way notification",
    6: "request/response",
    7: "publish/subscribe",
    8: "publish/async responses",
}
