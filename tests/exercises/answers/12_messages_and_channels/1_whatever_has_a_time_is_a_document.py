# task: 1
# expect: refused, because this does not hold: messages A to E
kind_of = {
    "A": "command", "B": "document", "C": "document", "D": "document", "E": "command",
    "F": "document", "G": "event", "H": "command", "I": "event", "J": "event",
}
