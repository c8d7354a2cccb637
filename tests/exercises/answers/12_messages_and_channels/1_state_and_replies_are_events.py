# task: 1
# expect: accepted
kind_of = {
    "A": "command", "B": "event", "C": "document", "D": "event", "E": "command",
    "F": "document", "G": "event", "H": "command", "I": "event", "J": "document",
}
