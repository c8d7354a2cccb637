# task: 2
# expect: refused, because this does not hold: with one request
page = chatty
