# task: 1
# expect: refused, because this does not hold: what need not be done now is told by a message
needs = {
    "charge": "call",
    "receipt": "call",
    "opening hours": "call",
    "last seat": "call",
    "statistics": "call",
    "names of dishes": "call",
}
