# task: 1
# expect: refused, because this does not hold: what need not be done now is told by a message
needs = {
    "charge": "call",
    "receipt": "message",
    "opening hours": "copy",
    "last seat": "call",
    "statistics": "copy",
    "names of dishes": "copy",
}
