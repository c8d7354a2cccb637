# task: 2
# expect: accepted
choice = dict.fromkeys((3, 5, 7), "publish/subscribe")
choice |= dict.fromkeys((4, 8), "publish/async responses")
choice |= dict.fromkeys((1, 6), "request/response") | {2: "request/async response"}
