# task: 1
# expect: refused, because this does not hold: messages F to J
kind_of = {
    "A": "command", "B": "event", "C": "document", "D": "event", "E": "command",
    "F": "event", "G": "event", "H": "command", "I": "event", "J": "event",
}
