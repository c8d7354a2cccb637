# task: 1
# expect: refused, because this does not hold: what is read often and seldom changes is at hand as a copy
needs = {
    "charge": "call",
    "receipt": "message",
    "opening hours": "copy",
    "last seat": "call",
    "statistics": "message",
    "names of dishes": "call",
}
