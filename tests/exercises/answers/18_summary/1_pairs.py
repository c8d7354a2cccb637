# task: 1
# expect: accepted
needs = dict(zip(
    ["charge", "receipt", "opening hours", "last seat", "statistics", "names of dishes"],
    2 * ["call", "message", "copy"],
))
