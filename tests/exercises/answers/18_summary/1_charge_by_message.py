# task: 1
# expect: refused, because this does not hold: who waits for a decision of another service calls it
needs = {
    "charge": "message",
    "receipt": "message",
    "opening hours": "copy",
    "last seat": "call",
    "statistics": "message",
    "names of dishes": "copy",
}
