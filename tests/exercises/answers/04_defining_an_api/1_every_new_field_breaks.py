# task: 1
# expect: refused, because this does not hold: no harmless change is called breaking
does_break = {
    "an answer has one more field": True,
    "there is one more operation": False,
    "a request may have one more field": True,
    "a request must have one more field": True,
    "a field of an answer is renamed": True,
    "a price is text now: 11.50 instead of 1150": True,
    "a field that a request had to have may be left out": False,
    "a field that every answer had may be missing": True,
    "an order can be in one more state": True,
    "an order may have 50 lines at most, not 100": True,
}
