# task: 2
# expect: accepted
choice = {
    1: "request/response",
    2: "request/async response",
    3: "publish/subscribe",
    4: "publish/async responses",
    5: "publish/subscribe",
    6: "request/async response",
    7: "publish/subscribe",
    8: "publish/async responses",
}
