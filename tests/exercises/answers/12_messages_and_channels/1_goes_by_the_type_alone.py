# task: 1
# expect: refused, because this does not hold: messages F to J
kind_of = {
    "A": "command", "B": "event", "C": "document", "D": "event", "E": "command",
    "F": "document", "G": "document", "H": "document", "I": "event", "J": "event",
}
