# task: 1
# expect: refused, because this does not hold: the four that are drawn are named
style_of = {
    "A": "request/response",
    "B": "publish/subscribe",
    "C": "request/response",
    "D": "publish/async responses",
    "E": "one-way notification",
    "F": "request/response",
    "G": "publish/async responses",
    "H": "publish/subscribe",
}
